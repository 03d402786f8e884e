import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { drainMs } from '../../gateway/http/drain-ms.js';
import { createGracefulShutdown } from '../../subgraphs/process/graceful-shutdown.js';
import { spawnGateway, type GatewayProcess } from '../gateway/gateway-process.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { startLoadBalancer } from './load-balancer.js';
import '../setup/repeat-once.js';

const GRACE_MS = 1_000;
const CONCURRENCY = 16;
const BODY = JSON.stringify({ query: '{ stations { name latest { celsius } } }' });
const WHOLE = JSON.stringify({
  data: {
    stations: [
      { name: 'North', latest: { celsius: 11.5 } },
      { name: 'ใต้', latest: { celsius: 33 } },
    ],
  },
});

let graph: WeatherGraph;
const started: GatewayProcess[] = [];

beforeAll(async () => {
  graph = await startWeatherGraph();
});

afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});

afterAll(() => graph?.close());

function spawn(env: Record<string, string> = {}): GatewayProcess {
  const gateway = spawnGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    SHUTDOWN_GRACE_MS: String(GRACE_MS),
    SUBGRAPH_TIMEOUT_MS: '60000',
    SUBGRAPH_SHARING: 'off',
    ...env,
  });
  started.push(gateway);
  return gateway;
}

/** Sends a request over a connection that is kept; resolves to the response, or to the error's code. */
function send(url: string, agent: Agent): Promise<{ text?: string; connection?: string | undefined; error?: string }> {
  return new Promise((resolve) => {
    const sent = request(
      `${url}/graphql`,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ text: Buffer.concat(chunks).toString().trim(), connection: response.headers.connection }),
        );
        response.on('error', (error: NodeJS.ErrnoException) => resolve({ error: `cut short: ${error.code}` }));
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? error.message }));
    sent.end(BODY);
  });
}

test.each(['SIGTERM', 'SIGHUP'] as const)(
  'a gateway that gets %s under load is no longer ready, then refuses connections, and loses no request',
  async (signal) => {
    const gateway = spawn();
    const url = await gateway.url;
    const agent = new Agent({ keepAlive: true });
    const seen = { responses: 0, closing: 0, wrong: [] as unknown[] };
    let isSignalled = false;
    const workers = Array.from({ length: CONCURRENCY }, async () => {
      for (;;) {
        const { text, connection, error } = await send(url, agent);
        if (error === 'ECONNREFUSED') return; // The gateway has not accepted the request.
        if (text !== WHOLE) seen.wrong.push(error ?? text);
        seen.responses += 1;
        if (connection === 'close') seen.closing += 1;
        if (connection === 'close' && !isSignalled) seen.wrong.push('closed before the signal');
      }
    });
    await until(
      () => seen.responses,
      (count) => count > 200,
    );
    isSignalled = true;
    gateway.child.kill(signal);
    const { status, body } = await until(
      async () => {
        const response = await fetch(`${url}/health/ready`);
        return { status: response.status, body: await response.json() };
      },
      (ready) => ready.status === 503,
    );
    expect([status, body]).toEqual([503, { status: 'leaving' }]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    await Promise.all(workers);
    agent.destroy();
    expect(seen.wrong).toEqual([]);
    expect(seen.closing).toBeGreaterThanOrEqual(CONCURRENCY);
    expect(await gateway.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  },
);

test('two gateways behind a load balancer that restart one after the other under load fail no request', async () => {
  const balancer = await startLoadBalancer();
  const gateways = new Map<string, GatewayProcess>();
  const start = async (name: string) => {
    const gateway = spawn();
    gateways.set(name, gateway);
    balancer.put(name, await gateway.url);
    await until(() => balancer.has(name), Boolean);
  };
  await Promise.all([start('one'), start('two')]);

  const agent = new Agent({ keepAlive: true });
  const seen = { responses: 0, wrong: [] as unknown[] };
  let isOver = false;
  const load = async () => {
    const open = new Set<Promise<void>>();
    for (; !isOver; await sleep(5)) {
      if (open.size >= 100) await Promise.race(open);
      const sent: Promise<void> = send(balancer.url, agent)
        .then(({ text, error }) => {
          if (text === WHOLE) seen.responses += 1;
          else seen.wrong.push(error ?? text);
        })
        .finally(() => open.delete(sent));
      open.add(sent);
    }
    await Promise.all(open);
  };
  const loading = load();
  try {
    for (const name of ['one', 'two']) {
      const before = seen.responses;
      await until(
        () => seen.responses,
        (count) => count > before + 100,
      );
      const leaving = gateways.get(name)!;
      leaving.child.kill('SIGTERM');
      expect(await leaving.ended).toMatchObject({ code: 0, signal: null });
      await start(name);
    }
  } finally {
    isOver = true;
    await loading;
    agent.destroy();
    await balancer.close();
  }
  expect(seen.wrong).toEqual([]);
  for (const name of gateways.keys()) expect(balancer.requests.get(name)).toBeGreaterThan(100);
}, 180_000);

test.each([
  ['a request may take 5 s', 5_000, 0, 10_000],
  ['it has served for 3 s since the signal', 5_000, 3_000, 7_000],
  ['it has served for a minute since the signal', 5_000, 60_000, 6_000],
  ['a request may take a minute', 60_000, 3_000, 61_000],
])('requests are completed for as long as they may take: %s', (_, requestTimeoutMs, graceMs, expected) => {
  expect(drainMs(requestTimeoutMs, graceMs)).toBe(expected);
});

test('a connection that a client has opened in advance is closed, and one on which a request is being sent is not', async () => {
  const server = createServer((_request, response) => void response.end('served'));
  const shutdown = createGracefulShutdown(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const [unused, sending] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await Promise.all([once(unused, 'connect'), once(sending, 'connect')]);
  sending.write('GET / HTTP/1.1\r\nhost: localhost\r\n');
  let text = '';
  sending.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(unused, 'close');
  await shutdown.stopAccepting();
  await shutdown.drain(0);
  unused.resume();
  await ended;
  sending.end('connection: close\r\n\r\n');
  await once(sending, 'close');
  expect(text).toMatch(/^HTTP\/1.1 200 [^]*served/);
});
