import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hashOf } from '../../gateway/documents/document-store.js';
import { bearer, AUDIENCE, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startNamedWeather } from '../exports/weather-operations.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import type { WeatherGraph } from '../gateway/weather-graph.js';
import { abandonRequest } from './abandon-request.js';

interface Line {
  level: number;
  reqId: string;
  msg: string;
  [member: string]: unknown;
}

const [DEBUG, INFO, WARN] = [20, 30, 40];
const TOUR = 'query Tour($ids: [ID!]!) { tour(ids: $ids) { name readings { celsius } } }';
/** What no line may have. */
const SECRETS = ['north-of-the-south', 'somchai'];

const keys = newKeys();
const written: string[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void written.push(line) });
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: WeatherGraph;
let env: Record<string, string>;
let gateway: RunningGateway;
let token: string;

beforeAll(async () => {
  key = await keyFile(keys);
  token = await tokenOf(keys);
  graph = await startNamedWeather({ 'tour.graphql': TOUR });
  env = {
    SUPERGRAPH_FILE: graph.supergraphFile,
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    SUBGRAPH_SECRET: 'sixteen letters.',
    CACHE_MB: '8',
    BATCHING: 'on',
    LIMIT_REQUESTS: '1000',
  };
  gateway = await startGateway({ ...env, SLOW_MS: '0' }, { log });
});

afterAll(async () => {
  await gateway.close();
  await graph.close();
  await key.remove();
});

beforeEach(() => void (written.length = 0));

/** The lines about requests, when there are as many. */
async function linesOf(count: number, message = /completed|slow/): Promise<Line[]> {
  const read = () => written.map((line) => JSON.parse(line) as Line).filter(({ msg }) => message.test(msg));
  return until(read, (lines) => lines.length >= count);
}

test('a request has one line: operation, hash, caller, status, codes, time, fetches and source', async () => {
  await gateway.query(TOUR, { ids: ['north-of-the-south', 'north'] }, { ...bearer(token), 'x-request-id': 'one' });
  const lines = await linesOf(1);
  expect(lines).toEqual([
    expect.objectContaining({
      level: INFO,
      reqId: 'one',
      method: 'POST',
      path: '/graphql',
      status: 200,
      ms: expect.any(Number),
      operation: 'Tour',
      hash: hashOf(TOUR),
      caller: expect.stringMatching(/^[0-9a-f]{16}$/),
      fetches: 2,
      from: 'subgraphs',
    }),
  ]);
  expect(lines[0]).not.toHaveProperty('codes');
});

test('no line has variables, tokens or ids of callers', async () => {
  const variables = { ids: ['north-of-the-south'] };
  await gateway.query(TOUR, variables, bearer(token));
  await gateway.query(TOUR, { ids: 'north-of-the-south', other: {} }, bearer(token));
  await gateway.query('{ station(id: 1 }', variables, bearer(`${token}x`));
  const address = new URLSearchParams({ query: TOUR, variables: JSON.stringify(variables) });
  await gateway.send(`/graphql?${address.toString()}`, { headers: bearer(token) });
  await gateway.send('/api/tour?ids=north-of-the-south', { headers: bearer(token) });
  await linesOf(5);
  for (const secret of [...SECRETS, token]) expect(written.join('')).not.toContain(secret);
});

test.each<[string, () => Promise<unknown>, Partial<Line>]>([
  [
    'a refused field says its code, at the level of all requests',
    () => gateway.query('query South { station(id: "south") { refused } }'),
    { level: INFO, status: 200, codes: ['FORBIDDEN'], operation: 'South' },
  ],
  [
    'a document that is wrong has no operation',
    () => gateway.query('query North-of-the-south { nothing }'),
    { status: 400, codes: ['GRAPHQL_PARSE_FAILED'] },
  ],
  [
    'a token that is wrong is refused before the operation is known',
    () => gateway.query('{ stations { id } }', {}, bearer('no.such.token')),
    { level: INFO, status: 401, codes: ['UNAUTHENTICATED'] },
  ],
  [
    'another way to the graph has the same line',
    () => gateway.send('/api/tour?ids=north'),
    { path: '/api/tour', operation: 'Tour' },
  ],
])('%s', async (_, ask, expected) => {
  await ask();
  expect(await linesOf(1)).toEqual([expect.objectContaining(expected)]);
});

test('a request whose client disconnects has a line too, as one that it has abandoned', async () => {
  await abandonRequest(gateway, graph.stations, 'query Left { stations { id height } }');
  const lines = await linesOf(1);
  graph.stations.behave();
  expect(lines).toEqual([
    expect.objectContaining({ status: 499, operation: 'Left', codes: ['CLIENT_CLOSED_REQUEST'], level: INFO }),
  ]);
});

test('each operation of a batch has a line', async () => {
  const query = (name: string) => ({ query: `query ${name} { stations { id } }` });
  await gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([query('First'), query('Second')]),
  });
  const lines = await linesOf(2);
  expect(lines.map(({ operation, level }) => [operation, level]).sort()).toEqual([
    ['First', INFO],
    ['Second', INFO],
  ]);
});

test('each operation of a WebSocket has a line', async () => {
  const client = createClient({ url: `${gateway.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  await client.iterate({ query: 'query Socket { stations { id } }' }).next();
  await client.dispose();
  const lines = await linesOf(1, /Operation completed/);
  expect(lines).toEqual([expect.objectContaining({ level: INFO, operation: 'Socket', fetches: 1 })]);
});

test('health checks are silent, and pages are told at debug only', async () => {
  for (const path of ['/health/live', '/health/ready', '/health/network']) await gateway.send(path);
  await fetch(new URL('/', gateway.url));
  expect(await linesOf(1)).toEqual([expect.objectContaining({ path: '/', level: DEBUG })]);
});

test('a slow request has a second line, with the times of its plan and its fetches; callers have their ids if that is wanted', async () => {
  const slow = await startGateway({ ...env, SLOW_MS: '1', LOG_CALLERS: 'plain' }, { log });
  graph.readings.behave((_request, response, honest) => {
    void honest().then((result) =>
      setTimeout(() => response.setHeader('content-type', 'application/json').end(JSON.stringify(result)), 20),
    );
  });
  const query = TOUR.replace('Tour', 'Unplanned').replace('celsius', 'celsius station { id }');
  await slow.query(query, { ids: ['north'] }, bearer(token));
  graph.readings.behave();
  const lines = await linesOf(2);
  await slow.close();
  expect(lines.find(({ level }) => level === WARN)).toMatchObject({
    msg: 'A request was slow',
    operation: 'Unplanned',
    hash: hashOf(query),
    planMs: expect.any(Number),
    fetches: [
      { service: 'stations', at: expect.any(Number), ms: expect.any(Number) },
      { service: 'readings', at: expect.any(Number), ms: expect.any(Number) },
    ],
  });
  expect(lines.find(({ level }) => level === INFO)).toMatchObject({ caller: 'somchai' });
});

test('a caller has the same name in the logs of gateways with one secret, and another one with another secret', async () => {
  const nameAt = async (secret: string) => {
    const other = await startGateway({ ...env, SUBGRAPH_SECRET: secret }, { log });
    written.length = 0;
    await other.query('{ stations { id } }', {}, bearer(token));
    const [line] = await linesOf(1);
    await other.close();
    return line!['caller'];
  };
  const [one, same, another] = [
    await nameAt('sixteen letters.'),
    await nameAt('sixteen letters.'),
    await nameAt('16 other letters'),
  ];
  expect(same).toBe(one);
  expect(another).not.toBe(one);
});
