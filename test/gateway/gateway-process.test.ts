import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnGateway, type GatewayProcess } from './gateway-process.js';
import { until } from './until.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';
import '../setup/repeat-once.js';

let graph: WeatherGraph;
let folder: string;
const started: GatewayProcess[] = [];

beforeAll(async () => {
  graph = await startWeatherGraph();
  folder = await mkdtemp(join(tmpdir(), 'gateway-alone-'));
});

afterEach(async () => {
  graph.stations.behave();
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});

afterAll(async () => {
  await graph?.close();
  await rm(folder, { recursive: true, force: true });
});

function spawn(env: Record<string, string>, execArgv?: string[]): GatewayProcess {
  const gateway = spawnGateway(env, execArgv);
  started.push(gateway);
  return gateway;
}

async function send(url: string, query: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

const QUERY = '{ stations { name latest { celsius } } }';
const WHOLE = {
  data: {
    stations: [
      { name: 'North', latest: { celsius: 11.5 } },
      { name: 'ใต้', latest: { celsius: 33 } },
    ],
  },
};

async function fileOf(text: string): Promise<string> {
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, text);
  return file;
}

const supergraph = () => readFile(graph.supergraphFile, 'utf8');

test('a gateway serves a supergraph of foreign subgraphs at the addresses in the supergraph', async () => {
  const gateway = spawn({ SUPERGRAPH_FILE: graph.supergraphFile });
  expect(await send(await gateway.url, QUERY)).toEqual(WHOLE);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
});

test('a subgraph address in the environment replaces the one in the supergraph', async () => {
  const moved = (await supergraph())
    .replace(graph.stations.url, 'http://127.0.0.1:1/graphql')
    .replace(graph.readings.url, '');
  const gateway = spawn({
    SUPERGRAPH_FILE: await fileOf(moved),
    STATIONS_SUBGRAPH_URL: graph.stations.url,
    READINGS_SUBGRAPH_URL: graph.readings.url,
  });
  expect(await send(await gateway.url, QUERY)).toEqual(WHOLE);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a gateway that gets %s answers a request in flight and ends with 0',
  async (signal) => {
    const gateway = spawn({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '60000' });
    const url = await gateway.url;
    let finish: (() => void) | undefined;
    graph.stations.behave(
      (_request, response) =>
        void (finish = () =>
          response.setHeader('content-type', 'application/json').end('{"data":{"stations":[{"name":"Late"}]}}')),
    );
    const answer = send(url, '{ stations { name } }');
    await until(
      () => finish,
      (isAsked) => isAsked !== undefined,
    );
    gateway.child.kill(signal);
    await until(
      () =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      (isOpen) => !isOpen,
    );
    finish!();
    expect(await answer).toEqual({ data: { stations: [{ name: 'Late' }] } });
    expect(await gateway.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  },
);

test('a gateway that gets a second signal ends without waiting', async () => {
  const gateway = spawn({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '60000' });
  const url = await gateway.url;
  let isAsked = false;
  graph.stations.behave(() => void (isAsked = true));
  send(url, '{ stations { name } }').catch(() => undefined);
  await until(() => isAsked, Boolean);
  gateway.child.kill('SIGTERM');
  await until(
    () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    (isOpen) => !isOpen,
  );
  gateway.child.kill('SIGTERM');
  expect((await gateway.ended).code).toBe(1);
});

test('a gateway ends when the process that started it ends', async () => {
  const gateway = spawn({ SUPERGRAPH_FILE: graph.supergraphFile });
  await gateway.url;
  gateway.child.disconnect();
  expect(await gateway.ended).toMatchObject({ code: 0, stderr: '' });
});

describe('a gateway that cannot start prints the reason without a stack and exits with 1', () => {
  async function refusal(env: Record<string, string>): Promise<string> {
    const { code, stderr, stdout } = await spawn(env).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
    return stderr;
  }

  test('a supergraph file that does not exist', async () => {
    expect(await refusal({ SUPERGRAPH_FILE: '/nowhere/other.graphql' })).toBe(
      'The supergraph file /nowhere/other.graphql does not exist: compose it, or name another in SUPERGRAPH_FILE.\n',
    );
  });

  test('a supergraph file that is a folder', async () => {
    expect(await refusal({ SUPERGRAPH_FILE: folder })).toBe(
      `The supergraph file ${folder} cannot be read (EISDIR): compose it, or name another in SUPERGRAPH_FILE.\n`,
    );
  });

  test('a supergraph file that is not GraphQL', async () => {
    const file = await fileOf('\u0001 not a graph {');
    expect(await refusal({ SUPERGRAPH_FILE: file })).toMatch(
      /^The supergraph file \S+ cannot be used\. It is not GraphQL: .+\n$/,
    );
  });

  test('an empty supergraph file', async () => {
    expect(await refusal({ SUPERGRAPH_FILE: await fileOf('') })).toMatch(
      /^The supergraph file \S+ cannot be used\. It is not GraphQL: .+\n$/,
    );
  });

  test('a schema that is not a supergraph', async () => {
    expect(await refusal({ SUPERGRAPH_FILE: await fileOf('type Query { a: Int }') })).toMatch(
      /^The supergraph file \S+ cannot be used\. It is not a Federation 2 supergraph: it has no enum join__Graph\.\n$/,
    );
  });

  test('an inconsistent supergraph', async () => {
    expect(
      await refusal({ SUPERGRAPH_FILE: await fileOf((await supergraph()).replaceAll('type Reading', 'type Writing')) }),
    ).toMatch(/^The supergraph file \S+ cannot be used\. .*Reading/);
  });

  test('subgraphs without an address are listed with the variable of each', async () => {
    const lost = (await supergraph()).replace(graph.stations.url, '').replace(graph.readings.url, 'unix:/tmp/readings');
    const said = await refusal({ SUPERGRAPH_FILE: await fileOf(lost) });
    expect(said).toContain('These subgraphs have no http address:');
    expect(said).toContain('  stations: none. Example: STATIONS_SUBGRAPH_URL=http://127.0.0.1:4001/graphql\n');
    expect(said).toContain(
      '  readings: "unix:/tmp/readings". Example: READINGS_SUBGRAPH_URL=http://127.0.0.1:4001/graphql\n',
    );
  });

  test('a port that is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await until(() => holder.listening, Boolean);
    const PORT = String((holder.address() as AddressInfo).port);
    expect(await refusal({ SUPERGRAPH_FILE: graph.supergraphFile, PORT, LOG_LEVEL: 'silent' })).toBe(
      `Port ${PORT} on 127.0.0.1 is taken: set PORT to another one, or to 0 for any that is free.\n`,
    );
    await new Promise((done) => holder.close(done));
  });

  test('an address of another machine', async () => {
    expect(await refusal({ SUPERGRAPH_FILE: graph.supergraphFile, HOST: '192.0.2.1', LOG_LEVEL: 'silent' })).toBe(
      '192.0.2.1 is no address of this machine: set HOST to one that is, such as 127.0.0.1.\n',
    );
  });

  test('several wrong settings are all reported', async () => {
    expect((await refusal({ PORT: 'x', LOG_LEVEL: 'y' })).split('\n')).toHaveLength(4);
  });
});

test('a gateway connects to no other machine, even with an Apollo key in the environment', async () => {
  const preload = ['--import', pathToFileURL(resolve('test/gateway/record-connections.js')).href];
  const CONNECTIONS_FILE = join(folder, 'connections');
  const env = {
    SUPERGRAPH_FILE: graph.supergraphFile,
    CONNECTIONS_FILE,
    APOLLO_KEY: 'service:weather:secret',
    APOLLO_GRAPH_REF: 'weather@current',
    APOLLO_TELEMETRY_DISABLED: 'false',
  };
  const gateway = spawn(env, preload);
  expect(await send(await gateway.url, QUERY)).toEqual(WHOLE);
  gateway.child.kill('SIGTERM');
  expect((await gateway.ended).code).toBe(0);
  const addresses = (await readFile(CONNECTIONS_FILE, 'utf8')).trim().split('\n');
  expect(new Set(addresses)).toEqual(new Set(['127.0.0.1'])); // The subgraphs, so the recorder works.
});
