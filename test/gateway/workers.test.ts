import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { plannerProcesses } from '../executor/planner-processes.js';
import { spawnGateway, type GatewayProcess } from './gateway-process.js';
import { until } from './until.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';
import '../setup/repeat-once.js';

const WORKERS = 2;
const QUERY = '{ stations { name } }';

interface Line {
  msg: string;
  pid: number;
  worker?: number;
  workerPid?: number;
}

/** A gateway of two workers, for all tests but those of its end. */
interface Running extends GatewayProcess {
  at: string;
  metricsUrl: string;
  lines: Line[];
}

let graph: WeatherGraph;
let folder: string;
let supergraphFile: string;
let gateway: Running;
const started: GatewayProcess[] = [];

beforeAll(async () => {
  graph = await startWeatherGraph();
  folder = await mkdtemp(join(tmpdir(), 'gateway-workers-'));
  supergraphFile = join(folder, 'supergraph.graphql');
  await copyFile(graph.supergraphFile, supergraphFile);
  gateway = await start();
});

afterEach(() => graph.stations.behave());

afterAll(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGKILL');
    await ended;
  }
  await graph?.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<Running> {
  const gateway = spawnGateway({
    GATEWAY_WORKERS: String(WORKERS),
    SUPERGRAPH_FILE: supergraphFile,
    METRICS_PORT: '0',
    USAGE: 'on',
    USAGE_FOLDER: join(folder, 'usage'),
    SUBGRAPH_TIMEOUT_MS: '20000',
    PLANNER: 'hive',
  });
  started.push(gateway);
  const lines: Line[] = [];
  let rest = '';
  gateway.child.stdout!.on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    lines.push(...parts.map((part) => JSON.parse(part) as Line));
  });
  let metricsUrl = '';
  gateway.child.once('message', (message) => void (metricsUrl = (message as { metricsUrl: string }).metricsUrl));
  const at = await gateway.url;
  const running = { ...gateway, at, metricsUrl, lines };
  // What it prints may arrive after its address.
  await until(
    () => pids(running).length,
    (count) => count === WORKERS,
  );
  return running;
}

const said = ({ lines }: Running, text: string) => lines.filter(({ msg }) => msg.startsWith(text));
const pids = (running: Running) => said(running, 'A worker serves').map(({ workerPid }) => workerPid!);
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Sends a request on a connection of its own, so that the workers get them in turn. */
function send(url: string, path: string, body?: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(new URL(path, url), { agent: false, method: body ? 'POST' : 'GET', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode!, body: text }));
      response.on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}

const accepts = (url: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const ask = ({ at }: Running, query = QUERY) => send(at, '/graphql', JSON.stringify({ query }));

const FIELDS = ['id', 'name', 'height', 'latest { celsius }', 'count', 'comfort'];

/** Operations of which each has a plan of its own: up to 63. */
const OPERATIONS = Array.from({ length: 63 }, (_, index) => {
  const chosen = FIELDS.filter((_field, bit) => ((index + 1) >> bit) % 2 === 1);
  return `{ stations { ${chosen.join(' ')} } }`;
});

/** Where processes are found in /proc. */
const testOfProcesses = existsSync('/proc') ? test : test.skip;

const planners = ({ child }: Running) => plannerProcesses(child.pid!);

/** Clients on new connections and on kept ones, until `done` resolves; gives what was not answered well. */
async function load(running: Running, done: Promise<unknown>): Promise<{ answered: number; wrong: unknown[] }> {
  const wrong: unknown[] = [];
  let answered = 0;
  let isOver = false;
  const keptOne = async () => {
    const options = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const { status } = await fetch(`${running.at}/graphql`, { ...options, body: JSON.stringify({ query: QUERY }) });
    return { status };
  };
  const client = async (act: () => Promise<{ status: number }>) => {
    while (!isOver)
      try {
        const { status } = await act();
        if (status === 200) answered += 1;
        else wrong.push(status);
      } catch (error) {
        wrong.push(error);
      }
  };
  const clients = [...Array.from({ length: 6 }, () => client(() => ask(running))), client(keptOne), client(keptOne)];
  await done.finally(() => (isOver = true));
  await Promise.all(clients);
  return { answered, wrong };
}

/** The sum of what the metrics say in the lines that match. */
const summed = async ({ metricsUrl }: Running, lines: RegExp) => {
  const text = await (await fetch(metricsUrl)).text();
  return [...text.matchAll(lines)].reduce((sum, [, value]) => sum + Number(value), 0);
};

const counted = (running: Running) => summed(running, /^citylink_requests_total\{[^}]*outcome="ok"[^}]*\} (\d+)/gm);
const inFlight = (running: Running) => summed(running, /^citylink_requests_in_flight (\d+)/gm);

test('all workers serve at one address, and their metrics are one', async () => {
  expect(pids(gateway)).toHaveLength(WORKERS);
  for (let index = 0; index < 10; index += 1) expect((await ask(gateway)).status).toBe(200);
  expect(await counted(gateway)).toBe(10);
  expect(await (await fetch(gateway.metricsUrl)).text()).toContain(`\ncitylink_processes ${WORKERS}\n`);
  const ofWorkers = new Set(said(gateway, 'Server listening').map(({ pid }) => pid));
  expect(ofWorkers).toEqual(new Set(pids(gateway)));
});

testOfProcesses('all workers plan with one process', async () => {
  for (const operation of OPERATIONS.slice(0, 4))
    expect(await ask(gateway, operation)).toMatchObject({
      status: 200,
      body: expect.stringContaining('"data":{"stations":['),
    });
  expect(await planners(gateway)).toHaveLength(1);
  for (const pid of pids(gateway)) expect(await plannerProcesses(pid)).toEqual([]);
});

testOfProcesses(
  'operations that wait for the planner when its process is killed are planned by the next one',
  async () => {
    const [killed] = await planners(gateway);
    process.kill(killed!, 'SIGSTOP');
    const waiting = OPERATIONS.slice(4, 24);
    const answers = Promise.all(waiting.map((operation) => ask(gateway, operation)));
    await until(
      () => inFlight(gateway),
      (count) => count === waiting.length,
    );
    // A process that plans nothing for two seconds is killed by the gateway itself.
    if (isRunning(killed!)) process.kill(killed!, 'SIGKILL');
    expect((await answers).filter(({ status, body }) => status !== 200 || body.includes('errors'))).toEqual([]);
    const running = await until(
      () => planners(gateway),
      ({ length }) => length === 1,
    );
    expect(running).not.toEqual([killed]);
  },
);

test('SIGHUP replaces the workers one after the other, every request is answered, the planner stays, and no counter goes down', async () => {
  const before = pids(gateway);
  const plannersBefore = await planners(gateway);
  const countedBefore = await counted(gateway);
  const times = said(gateway, 'All workers were replaced').length;
  const replaced = async () => {
    gateway.child.kill('SIGHUP');
    await until(
      () => said(gateway, 'All workers were replaced').length,
      (count) => count === times + 1,
    );
  };
  const { answered, wrong } = await load(gateway, replaced());
  expect(wrong).toEqual([]);
  expect(answered).toBeGreaterThan(0);
  expect(pids(gateway)).toHaveLength(before.length + WORKERS);
  expect(before.filter(isRunning)).toEqual([]);
  expect(await counted(gateway)).toBe(countedBefore + answered);
  expect(await planners(gateway)).toEqual(plannersBefore);
});

test('a worker that is killed is replaced', async () => {
  const count = pids(gateway).length;
  const [killed] = pids(gateway).slice(-1);
  process.kill(killed!, 'SIGKILL');
  await until(
    () => pids(gateway).length,
    (now) => now === count + 1,
  );
  expect(said(gateway, 'A worker ended').at(-1)).toMatchObject({ workerPid: killed });
  for (let index = 0; index < 4; index += 1) expect((await ask(gateway)).status).toBe(200);
});

test('another supergraph reaches all workers, and the planner of the one before ends', async () => {
  const plannersBefore = await planners(gateway);
  const served = async () => {
    const ready = await Promise.all(Array.from({ length: 2 * WORKERS }, () => send(gateway.at, '/health/ready')));
    return new Set(ready.map(({ body }) => (JSON.parse(body) as { supergraph: { hash: string } }).supergraph.hash));
  };
  const [before] = await served();
  await writeFile(supergraphFile, `${await readFile(supergraphFile, 'utf8')}\n# another one\n`);
  await until(served, (hashes) => hashes.size === 1 && !hashes.has(before!));
  const running = await until(
    () => planners(gateway),
    (now) => !now.some((pid) => plannersBefore.includes(pid)),
  );
  expect(running).toHaveLength(plannersBefore.length);
  expect((await ask(gateway, OPERATIONS[24])).status).toBe(200);
});

test('workers that cannot start do not replace those that serve', async () => {
  const good = await readFile(supergraphFile, 'utf8');
  await writeFile(supergraphFile, 'no supergraph');
  gateway.child.kill('SIGHUP');
  await until(
    () => said(gateway, 'A new worker does not start').length,
    (count) => count === 1,
  );
  expect(await load(gateway, Promise.all(Array.from({ length: 4 }, () => ask(gateway))))).toMatchObject({ wrong: [] });
  await writeFile(supergraphFile, good);
});

test('SIGTERM ends all workers after their requests in flight, and the planner, and frees the ports', async () => {
  const plannersBefore = await planners(gateway);
  let finish: (() => void) | undefined;
  graph.stations.behave(
    (_request, response) =>
      void (finish = () =>
        response.setHeader('content-type', 'application/json').end('{"data":{"stations":[{"name":"Late"}]}}')),
  );
  const answer = ask(gateway);
  await until(
    () => finish,
    (isAsked) => isAsked !== undefined,
  );
  gateway.child.kill('SIGTERM');
  // No request: one that arrives while the last worker stops accepting waits until that worker has ended.
  await until(
    () => accepts(gateway.at),
    (isOpen) => !isOpen,
  );
  finish!();
  expect(JSON.parse((await answer).body)).toEqual({ data: { stations: [{ name: 'Late' }] } });
  expect(await gateway.ended).toMatchObject({ code: 0, signal: null });
  expect(pids(gateway).filter(isRunning)).toEqual([]);
  await until(
    () => Promise.all(plannersBefore.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))),
    (commands) => commands.every((command) => command === ''),
  );
  // Each worker has kept a record of its own.
  expect((await readdir(join(folder, 'usage'))).filter((name) => /-0-\d\.json$/.test(name)).length).toBeGreaterThan(1);
  for (const url of [gateway.at, gateway.metricsUrl]) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(Number(new URL(url).port), '127.0.0.1', resolve));
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a gateway whose workers cannot start ends with the reason', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const PORT = String((taken.address() as AddressInfo).port);
  const refused = spawnGateway({ GATEWAY_WORKERS: '2', SUPERGRAPH_FILE: supergraphFile, PORT });
  started.push(refused);
  const { code, stderr } = await refused.ended.finally(() => taken.close());
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `Port ${PORT} on 127.0.0.1 is taken: set PORT to another one, or to 0 for any that is free.\nThe gateway does not start: its worker 1 ended before it listened.\n`,
  });
});

test('a worker of another version than the process that starts it says that the gateway has to be restarted', async () => {
  // As `Workers` of a version before starts it.
  const primary = `
    import cluster from 'node:cluster';
    cluster.setupPrimary({ exec: 'dist/bundles/gateway.js', args: [], execArgv: [] });
    cluster.fork({ CITYLINK_WORKER: '1', CITYLINK_WORKER_PROTOCOL: '0' }).on('exit', (code) => process.exit(code));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', primary], {
    env: { PATH: process.env['PATH'], PORT: '0', SUPERGRAPH_FILE: supergraphFile, SUPERGRAPH_CACHE: 'off' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  try {
    const [[code]] = await Promise.all([once(child, 'exit'), once(child.stderr, 'close')]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^The process that starts the workers is of another version.*: restart the gateway\..*\n$/,
      ),
    });
  } finally {
    child.kill('SIGKILL');
  }
});
