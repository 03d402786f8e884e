import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { spawnGateway, type GatewayProcess } from '../gateway/gateway-process.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { startRotation } from './rotation.js';

const GRACE_MS = 1_000;
const AT_ONCE = 16;
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

/** Sends a request over a connection that is kept; gives the answer, or the error's code. */
function ask(url: string, agent: Agent): Promise<{ answer?: string; connection?: string | undefined; error?: string }> {
  return new Promise((resolve) => {
    const sent = request(
      `${url}/graphql`,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ answer: Buffer.concat(chunks).toString().trim(), connection: response.headers.connection }),
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
    const seen = { answers: 0, closing: 0, wrong: [] as unknown[] };
    let isAsked = false;
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (;;) {
        const { answer, connection, error } = await ask(url, agent);
        if (error === 'ECONNREFUSED') return; // It has not taken it: nothing is lost.
        if (answer !== WHOLE) seen.wrong.push(error ?? answer);
        seen.answers += 1;
        if (connection === 'close') seen.closing += 1;
        if (connection === 'close' && !isAsked) seen.wrong.push('closed before it was asked to');
      }
    });
    await until(
      () => seen.answers,
      (answers) => answers > 200,
    );
    isAsked = true;
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
    expect(seen.closing).toBeGreaterThanOrEqual(AT_ONCE);
    expect(await gateway.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  },
);

test('two gateways behind a load balancer that restart one after the other under load fail no request', async () => {
  const rotation = await startRotation();
  const gateways = new Map<string, GatewayProcess>();
  const start = async (name: string) => {
    const gateway = spawn();
    gateways.set(name, gateway);
    rotation.put(name, await gateway.url);
    await until(() => rotation.has(name), Boolean);
  };
  await Promise.all([start('one'), start('two')]);

  const agent = new Agent({ keepAlive: true });
  const seen = { answers: 0, wrong: [] as unknown[] };
  let isOver = false;
  const load = async () => {
    const open = new Set<Promise<void>>();
    for (; !isOver; await sleep(5)) {
      if (open.size >= 100) await Promise.race(open);
      const sent: Promise<void> = ask(rotation.url, agent)
        .then(({ answer, error }) => {
          if (answer === WHOLE) seen.answers += 1;
          else seen.wrong.push(error ?? answer);
        })
        .finally(() => open.delete(sent));
      open.add(sent);
    }
    await Promise.all(open);
  };
  const loading = load();
  try {
    for (const name of ['one', 'two']) {
      const before = seen.answers;
      await until(
        () => seen.answers,
        (answers) => answers > before + 100,
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
    await rotation.close();
  }
  expect(seen.wrong).toEqual([]);
  for (const name of gateways.keys()) expect(rotation.given.get(name)).toBeGreaterThan(100);
}, 180_000);
