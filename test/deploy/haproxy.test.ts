import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { findFixedPort } from '../faults/fixed-port.js';
import { spawnGateway, type GatewayProcess } from '../gateway/gateway-process.js';
import { until } from '../gateway/until.js';
import { NAME, named, startChangingGraph, type ChangingGraph } from '../live/changing-graph.js';
import { readEvents, type EventReader } from '../live/event-reader.js';
import '../setup/repeat-once.js';

const hasHaproxy = spawnSync('haproxy', ['-v']).status === 0;
if (!hasHaproxy) console.warn('The tests of haproxy are skipped: this machine has no haproxy.');

const CLIENTS = 12;
const QUERY = '{ stations { name } hottest { celsius } }';
const WHOLE = { data: { ...named('one').data, hottest: { celsius: 33 } } };

interface Response {
  status: number;
  // Bodies are what the tests are about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

(hasHaproxy ? describe : describe.skip)('two gateways behind haproxy, as scripts/deploy/haproxy.cfg says', () => {
  const gateways = new Map<string, { port: number; process: GatewayProcess }>();
  const agent = new Agent({ keepAlive: true });
  let graph: ChangingGraph;
  let haproxy: ChildProcess;
  let url: string;

  /** Starts a gateway at the port that haproxy knows, and waits until it is ready. */
  async function start(name: string): Promise<void> {
    const port = gateways.get(name)?.port ?? (await findFixedPort());
    const process = spawnGateway({
      PORT: String(port),
      SUPERGRAPH_FILE: graph.supergraphFile,
      // As in production, where haproxy needs a part of it to notice.
      SHUTDOWN_GRACE_MS: '3000',
      LIVE_POLL_MS: '500',
      USAGE: 'off',
      TRUSTED_PROXIES: '1',
    });
    gateways.set(name, { port, process });
    await process.url;
  }

  beforeAll(async () => {
    graph = await startChangingGraph();
    await Promise.all([start('a'), start('b')]);
    const address = (name: string) => `127.0.0.1:${gateways.get(name)!.port}`;
    const port = await findFixedPort();
    haproxy = spawn('haproxy', ['-db', '-f', join('scripts', 'deploy', 'haproxy.cfg')], {
      env: { ...process.env, LISTEN: `127.0.0.1:${port}`, GATEWAY_A: address('a'), GATEWAY_B: address('b') },
      stdio: 'ignore',
    });
    url = `http://127.0.0.1:${port}`;
    await until(
      () => send(QUERY).catch(() => undefined),
      (response) => response?.status === 200,
    );
  }, 120_000);

  afterAll(async () => {
    agent.destroy();
    haproxy?.kill('SIGKILL');
    for (const { process } of gateways.values()) {
      process.child.kill('SIGKILL');
      await process.ended;
    }
    await graph?.close();
  });

  /** Sends an operation over a connection that is kept; rejects when the connection fails. */
  function send(query: string): Promise<Response> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode!, body: text.startsWith('{') ? JSON.parse(text) : text });
        });
      });
      sent.on('error', reject).end(JSON.stringify({ query }));
    });
  }

  /** Sends queries and mutations, of several clients at once, while something is done; returns all that came back. */
  async function underLoad(work: (count: () => number) => Promise<void>): Promise<unknown[]> {
    const seen: unknown[] = [];
    let isOver = false;
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      while (!isOver)
        seen.push(
          await send(client === 0 ? 'mutation { rename(id: "north", name: "one") { name } }' : QUERY).then(
            ({ status, body }) => (status === 200 ? body : { status, body }),
            (error: Error) => error.message,
          ),
        );
    });
    await work(() => seen.length).finally(() => (isOver = true));
    await Promise.all(clients);
    return seen;
  }

  /** Waits until so many further requests have been served. */
  const served = (count: () => number, more: number) => {
    const before = count();
    return until(count, (now) => now >= before + more);
  };

  /** Follows a live query over all ends of its stream, as a browser's EventSource does. */
  function follow() {
    const streams: EventReader[] = [];
    let lastId: string | undefined;
    let isOver = false;
    const nextOf = ({ events }: EventReader) => events.filter(({ event }) => event === 'next');
    const following = (async () => {
      while (!isOver) {
        const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId };
        const stream = await readEvents(url, { body: { query: NAME }, headers });
        streams.push(stream);
        await until(() => stream.hasEnded || isOver, Boolean);
        lastId = nextOf(stream).at(-1)?.id ?? lastId;
      }
    })();
    return {
      streams,
      results: () => streams.flatMap(nextOf).map(({ data }) => data),
      async close() {
        isOver = true;
        await following;
        streams.forEach((stream) => stream.close());
      },
    };
  }

  test('that restart one after the other fail no request, and streams go on at the other one', async () => {
    const live = follow();
    await until(live.results, (results) => results.length === 1);
    const seen = await underLoad(async (count) => {
      for (const name of ['a', 'b']) {
        await served(count, 200);
        const leaving = gateways.get(name)!.process;
        leaving.child.kill('SIGTERM');
        expect(await leaving.ended).toMatchObject({ code: 0, signal: null });
        // haproxy finds it within the grace of the next one.
        await start(name);
        await served(count, 200);
      }
    });
    const renamed = JSON.stringify({ data: { rename: { name: 'one' } } });
    const whole = JSON.stringify(WHOLE);
    expect(seen.filter((result) => ![renamed, whole].includes(JSON.stringify(result)))).toEqual([]);
    graph.rename('two');
    await until(live.results, (results) => results.length === 2);
    await live.close();
    expect(live.results()).toEqual([named('one'), named('two')]);
    expect(live.streams.length).toBeGreaterThan(1);
    expect(live.streams.map(({ status }) => status)).toEqual(live.streams.map(() => 200));
    graph.rename('one');
  }, 120_000);

  /** The part of a graph that is down: what is sent to it fails, or it says that its database does. */
  const faults = {
    subgraph: { begin: () => graph.readings.kill(), end: () => graph.readings.revive() },
    database: {
      begin: async () =>
        graph.readings.behave((_request, response) => {
          const errors = [{ message: 'Try again.', extensions: { code: 'DATABASE_UNAVAILABLE' } }];
          response.setHeader('content-type', 'application/json').setHeader('citylink-database', 'down');
          response.end(JSON.stringify({ data: null, errors }));
        }),
      end: async () => graph.readings.behave(),
    },
  };

  test.each(['subgraph', 'database'] as const)(
    'serve what needs no %s that is down, and do not count as down',
    async (part) => {
      const seen = await underLoad(async (count) => {
        await served(count, 50);
        await faults[part].begin();
        // Longer than haproxy needs to find a gateway down.
        await sleep(1_500);
        await served(count, 50);
        await faults[part].end();
        await served(count, 50);
      });
      const partial = { hottest: null, ...named('one').data };
      const results = seen.filter((result) => !JSON.stringify(result).includes('rename')) as Array<Response['body']>;
      expect(results.filter(({ data }) => data?.stations?.[0]?.name !== 'one')).toEqual([]);
      expect(results.filter(({ errors }) => errors).length).toBeGreaterThan(0);
      for (const { data, errors } of results) if (errors) expect(data).toEqual(partial);
      await until(
        () => send(QUERY),
        ({ body }) => body.errors === undefined,
      );
    },
  );

  test('of which one is killed: the other one serves every request from then on', async () => {
    const { process } = gateways.get('a')!;
    process.child.kill('SIGKILL');
    // Before haproxy looks.
    await once(process.child, 'exit');
    const responses = await Promise.all(Array.from({ length: 20 }, () => send(QUERY)));
    expect(responses.map(({ body }) => body)).toEqual(responses.map(() => WHOLE));
    await start('a');
  });

  test('take WebSockets', async () => {
    const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const results = [];
    for await (const result of client.iterate({ query: QUERY })) results.push(result);
    expect(results).toEqual([WHOLE]);
    await client.dispose();
  });
});
