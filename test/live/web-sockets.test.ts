import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { NAME, named, startChangingGraph, type ChangingGraph } from './changing-graph.js';
import { closeAfterTest } from './close-after-test.js';
import { bearer, inSeconds, keyFile, newKeys, tokenOf, AUDIENCE, ISSUER } from '../auth/tokens.js';
import { until } from '../gateway/until.js';
import { startLiveGateway, type LiveGateway } from './live-gateway.js';

let graph: ChangingGraph;
let gateway: LiveGateway;
let key: Awaited<ReturnType<typeof keyFile>>;
const keys = newKeys();

beforeAll(async () => {
  graph = await startChangingGraph();
  key = await keyFile(keys);
});

beforeEach(async () => {
  graph.rename('one');
  gateway = await start();
});

afterEach(() => gateway.close());

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

const start = (env: Record<string, string> = {}, times?: { heartbeatMs: number }) =>
  startLiveGateway(
    {
      SUPERGRAPH_FILE: graph.supergraphFile,
      AUTH_PUBLIC_KEY_FILE: key.file,
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
      ...env,
    },
    times,
  );

const addressOf = (of = gateway) => `${of.url.replace('http', 'ws')}/graphql`;

function connect(options: Partial<Parameters<typeof createClient>[0]> = {}): Client {
  const client = createClient({ url: addressOf(), webSocketImpl: WebSocket, retryAttempts: 0, ...options });
  closeAfterTest(() => client.dispose());
  return client;
}

/** Collects the results of an operation. */
function collect(client: Client, query: string, variables?: Record<string, unknown>) {
  const collected = { results: [] as unknown[], error: undefined as unknown, isComplete: false };
  const end = client.subscribe(
    { query, ...(variables && { variables }) },
    {
      next: (result) => void collected.results.push(result),
      error: (error) => void (collected.error = error),
      complete: () => void (collected.isComplete = true),
    },
  );
  const results = (count: number) =>
    until(
      () => collected.results,
      ({ length }) => length >= count,
      10_000,
    );
  return { collected, end, results };
}

/** Opens a WebSocket, and gives the status of the response where that is refused. */
async function statusOf(headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(addressOf(), 'graphql-transport-ws', { headers });
  closeAfterTest(() => socket.terminate());
  return new Promise((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode!));
    socket.on('error', () => undefined);
  });
}

/** Opens a connection as a program does that has no library for it. */
async function open(): Promise<{ socket: WebSocket; messages: string[] }> {
  const socket = new WebSocket(addressOf(), 'graphql-transport-ws');
  closeAfterTest(() => socket.terminate());
  const messages: string[] = [];
  socket.on('message', (data) => messages.push(String(data as Buffer)));
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await until(
    () => messages.length,
    (count) => count === 1,
  );
  return { socket, messages };
}

function subscribe(id: string): string {
  return JSON.stringify({ id, type: 'subscribe', payload: { query: NAME } });
}

test('a live query gives its result, and each other result when it has changed, until the client ends it', async () => {
  const live = collect(connect(), NAME);
  expect(await live.results(1)).toEqual([named('one')]);
  graph.rename('two');
  gateway.change();
  expect(await live.results(2)).toEqual([named('one'), named('two')]);
  live.end();
  await until(
    () => gateway.counters()['liveQueries'],
    (count) => count === 0,
  );
  expect(live.collected).toMatchObject({ isComplete: true, error: undefined });
});

test('queries and mutations have one result, also several at once over one connection', async () => {
  const client = connect();
  const query = collect(client, '{ stations { name } }');
  const mutation = collect(client, 'mutation { rename(id: "north", name: "N") { name } }');
  await until(
    () => query.collected.isComplete && mutation.collected.isComplete,
    (isComplete) => isComplete,
  );
  expect(query.collected.results).toEqual([named('one')]);
  expect(mutation.collected.results).toEqual([{ data: { rename: { name: 'N' } } }]);
});

test('an operation that is refused is an error, and the connection stays', async () => {
  const client = connect();
  const wrong = collect(client, '{ nothing }');
  const variables = collect(client, 'query ($id: ID!) @live { station(id: $id) { id } }');
  await until(
    () => wrong.collected.error !== undefined && variables.collected.error !== undefined,
    (hasErrors) => hasErrors,
  );
  expect(wrong.collected.error).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  expect(variables.collected.error).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(await collect(client, NAME).results(1)).toEqual([named('one')]);
});

test('the bytes of a result pass as they are, whatever id the client gave to the operation', async () => {
  const { socket, messages } = await open();
  graph.rename('{"text":1}');
  const id = JSON.stringify('a","type":"next","payload":{"text":1}}');
  socket.send(`{"id":${id},"type":"subscribe","payload":{"query":"{ stations { name } }"}}`);
  socket.send(`{"type":"ping","payload":{"text":1}}`);
  await until(
    () => messages.length,
    (count) => count === 4,
  );
  expect(messages.toSorted()).toEqual(
    [
      '{"type":"connection_ack"}',
      '{"type":"pong","payload":{"text":1}}',
      `{"id":${id},"type":"next","payload":${JSON.stringify(named('{"text":1}'))}}`,
      `{"id":${id},"type":"complete"}`,
    ].toSorted(),
  );
});

describe('the id of an operation', () => {
  const QUERY = '{ stations { other: name } }';
  const begin = (id: string, query: string) => JSON.stringify({ id, type: 'subscribe', payload: { query } });
  const end = (id: string) => JSON.stringify({ id, type: 'complete' });

  test.each(['1', 'constructor', '__proto__', 'ใต้'])(
    'may be used again at once when the client has ended it, and nothing of the first one follows: %s',
    async (id) => {
      const { socket, messages } = await open();
      const opened = messages.length;
      socket.send(begin(id, NAME));
      socket.send(end(id));
      socket.send(begin(id, QUERY));
      socket.send(end(id));
      socket.send(begin(id, `query Other @live ${QUERY}`));
      const told = await until(
        () => messages.slice(opened),
        ({ length }) => length > 0,
      );
      socket.send(end(id));
      await until(
        () => gateway.counters()['liveQueries'],
        (count) => count === 0,
      );
      expect(told.map((message) => JSON.parse(message) as unknown)).toEqual([
        { id, type: 'next', payload: { data: { stations: [{ other: 'one' }] } } },
      ]);
      expect(messages.length).toBe(opened + 1);
    },
  );

  test('may be used again when the operation has ended by itself', async () => {
    const { socket, messages } = await open();
    for (let times = 1; times <= 3; times += 1) {
      socket.send(begin('1', times === 2 ? '{ nothing }' : QUERY));
      const isLast = (message: string) => /"type":"(complete|error)"/.test(message);
      await until(
        () => messages.filter(isLast).length,
        (count) => count === times,
      );
    }
    expect(messages.map((message) => (JSON.parse(message) as { type: string }).type)).toEqual([
      'connection_ack',
      'next',
      'complete',
      'error',
      'next',
      'complete',
    ]);
  });

  test('that another one has closes the connection, and both end', async () => {
    const { socket } = await open();
    const closed = once(socket, 'close');
    socket.send(begin('1', NAME));
    socket.send(begin('1', QUERY));
    expect((await closed)[0]).toBe(4409);
    await until(
      () => gateway.counters()['streams'],
      (count) => count === 0,
    );
    expect(gateway.counters()['liveQueries']).toBe(0);
  });
});

test.each([
  { what: 'that is not JSON', message: 'hello', code: 4400 },
  { what: 'of another protocol', message: '{"type":"start","id":"1"}', code: 4400 },
  { what: 'before the connection is initialised', message: subscribe('1'), code: 4401 },
  { what: 'of more than 256 kB', message: 'x'.repeat(256 * 1024 + 1), code: 1009 },
])('a message $what closes the connection', async ({ message, code }) => {
  const socket = new WebSocket(addressOf(), 'graphql-transport-ws');
  closeAfterTest(() => socket.terminate());
  await once(socket, 'open');
  socket.send(message);
  expect((await once(socket, 'close'))[0]).toBe(code);
});

test('a connection with another subprotocol is closed', async () => {
  const socket = new WebSocket(addressOf(), 'graphql-ws');
  socket.on('error', () => undefined); // The client misses its subprotocol too.
  closeAfterTest(() => socket.terminate());
  await new Promise((resolve) => socket.on('close', resolve));
  await until(
    () => gateway.counters()['streams'],
    (count) => count === 0,
  );
});

test.each([
  { who: 'a page of another origin', headers: { origin: 'https://other.example' }, status: 403 },
  { who: 'a page of an allowed origin', headers: { origin: 'https://dashboard.example' }, status: 101 },
  { who: 'no page', headers: {}, status: 101 },
] as { who: string; headers: Record<string, string>; status: number }[])(
  'an upgrade by $who has the status $status',
  async ({ headers, status }) => {
    await gateway.close();
    gateway = await start({ CORS_ORIGINS: 'https://dashboard.example' });
    expect(await statusOf(headers)).toBe(status);
  },
);

test('a page of the gateway itself may connect', async () => {
  expect(await statusOf({ origin: new URL(gateway.url).origin })).toBe(101);
});

test('an upgrade to something else is served as if it were none', async () => {
  const body = JSON.stringify({ query: '{ stations { name } }' });
  const sent = request(`${gateway.url}/graphql`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      connection: 'Upgrade, HTTP2-Settings',
      upgrade: 'h2c',
      'http2-settings': 'AAMAAABkAAQCAAAAAAIAAAAA',
    },
  });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  expect([response.statusCode, JSON.parse(text)]).toEqual([200, named('one')]);
  const elsewhere = new WebSocket(`${gateway.url.replace('http', 'ws')}/health/live`);
  const [error] = (await once(elsewhere, 'error')) as [Error];
  expect(error.message).toContain('200');
});

test('a language of connectionParams that no header can have is not sent to subgraphs', async () => {
  for (const [language, sent] of [
    ['th;q=0.9, en', 'th;q=0.9, en'],
    ['th\r\nx-evil: 1', undefined],
    ['ไทย', undefined],
    [`${'x'.repeat(200)}, ${'y'.repeat(200)}`, 'x'.repeat(200)],
  ]) {
    const one = collect(connect({ connectionParams: { 'accept-language': language } }), '{ stations { name } }');
    expect(await one.results(1)).toEqual([named('one')]);
    expect([language, graph.stations.received.at(-1)!.headers['accept-language']]).toEqual([language, sent]);
  }
});

test('a long language of the upgrade request is cut for subgraphs, as that of any request', async () => {
  class InManyLanguages extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { headers: { 'accept-language': `th, ${'x'.repeat(300)}` } });
    }
  }
  const one = collect(connect({ webSocketImpl: InManyLanguages }), '{ stations { name } }');
  expect(await one.results(1)).toEqual([named('one')]);
  expect(graph.stations.received.at(-1)!.headers['accept-language']).toBe('th');
});

test('the token of connectionParams is verified, and the connection closes when it ends', async () => {
  const wrong = collect(connect({ connectionParams: { authorization: 'Bearer a.b.c' } }), NAME);
  expect(
    await until(
      () => wrong.collected.error,
      (error) => error !== undefined,
    ),
  ).toMatchObject({ code: 4403, reason: 'Forbidden' });
  const token = await tokenOf(keys, { exp: inSeconds(2) });
  const live = collect(connect({ connectionParams: { authorization: `Bearer ${token}` } }), NAME);
  expect(await live.results(1)).toEqual([named('one')]);
  expect(
    await until(
      () => live.collected.error,
      (error) => error !== undefined,
    ),
  ).toMatchObject({ code: 4403, reason: 'Forbidden' });
});

test('the token of the upgrade request counts where the connection has no other one', async () => {
  expect(await statusOf(bearer(await tokenOf(keys)))).toBe(101);
  const headers = bearer('a.b.c');
  class WithHeader extends WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol, { headers });
    }
  }
  const live = collect(connect({ webSocketImpl: WithHeader }), NAME);
  expect(
    await until(
      () => live.collected.error,
      (error) => error !== undefined,
    ),
  ).toMatchObject({ code: 4403 });
});

test('a client that has its lease, or whose gateway closes, connects again', async () => {
  await gateway.close();
  gateway = await start({ LIVE_LEASE_MS: '1000' });
  const codes: unknown[] = [];
  const client = connect({
    retryAttempts: 5,
    retryWait: async () => undefined,
    on: { closed: (event) => void codes.push((event as { code: number }).code) },
  });
  const live = collect(client, NAME);
  await live.results(3);
  expect(live.collected.error).toBeUndefined();
  expect(new Set(codes)).toEqual(new Set([1012]));
});

test('a gateway that closes says so, and does not wait for its clients', async () => {
  const codes: unknown[] = [];
  const live = collect(connect({ on: { closed: (event) => void codes.push((event as { code: number }).code) } }), NAME);
  await live.results(1);
  const silent = new WebSocket(addressOf(), 'graphql-transport-ws');
  closeAfterTest(() => silent.terminate());
  await once(silent, 'open');
  silent.pause();
  await gateway.close();
  await until(
    () => codes.length,
    (count) => count > 0,
  );
  expect(codes).toEqual([1001]);
  expect(Object.values(gateway.counters()).every((count) => count === 0)).toBe(true);
  gateway = await start();
});

test('a client that gives no sign of life is disconnected', async () => {
  await gateway.close();
  gateway = await start({}, { heartbeatMs: 100 });
  const socket = new WebSocket(addressOf(), 'graphql-transport-ws', { autoPong: false });
  closeAfterTest(() => socket.terminate());
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1006);
});

test('one caller has a limit of streams, over WebSockets and event streams together', async () => {
  await gateway.close();
  gateway = await start({ LIMIT_STREAMS: '3' });
  const client = connect();
  const first = collect(client, NAME);
  const second = collect(client, NAME);
  await Promise.all([first.results(1), second.results(1)]);
  const third = collect(client, NAME);
  expect(
    await until(
      () => third.collected.error,
      (error) => error !== undefined,
    ),
  ).toMatchObject([{ message: expect.stringContaining('3 streams open'), extensions: { code: 'RATE_LIMITED' } }]);
  expect(await statusOf({})).toBe(429);
  const response = await fetch(`${gateway.url}/graphql/stream`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query: NAME }),
  });
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '10']);
  second.end();
  await until(
    () => gateway.counters()['streamsOfCallers'],
    (count) => count === 2,
  );
  expect(await collect(client, NAME).results(1)).toEqual([named('one')]);
});
