import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

let graph: WeatherGraph;
let gateway: RunningGateway;
const lines: Array<{ level: number; msg: string; err?: { stack?: string } }> = [];

beforeAll(async () => {
  graph = await startWeatherGraph();
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, LIMIT_REQUESTS: '100' }, { log });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

const post = (body: string, headers: Record<string, string> = {}) =>
  gateway.send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
const raw = (bytes: string) =>
  new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1', () => socket.write(bytes));
    socket.resume().on('close', () => resolve());
  });

const cut = (bytes: string) =>
  new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1', () => {
      socket.write(bytes, () => setTimeout(() => socket.destroy(), 20));
    });
    socket.on('close', () => setTimeout(resolve, 100));
  });

/** Resolves when the subgraph's request was aborted and the gateway has responded to a later request. */
async function disconnectDuringFetch(): Promise<void> {
  const fetching = new Promise<ServerResponse>((resolve) =>
    graph.stations.behave((_request, response) => resolve(response)),
  );
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1', () =>
    socket.write('GET /graphql?query={stations{id}} HTTP/1.1\r\nHost: a\r\n\r\n'),
  );
  const response = await fetching;
  graph.stations.behave();
  const aborted = once(response, 'close');
  socket.destroy();
  await aborted;
  await gateway.query('{ __typename }');
}

const mistakes: [string, () => Promise<unknown>][] = [
  ['a body that is not JSON', () => post('{')],
  ['a body that is not a request', () => post('[]')],
  ['an empty body', () => post('')],
  ['a body of another type', () => post('{}', { 'content-type': 'text/plain' })],
  ['a body that is too large', () => post('x'.repeat(300_000))],
  ['a syntax error', () => post('{"query":"{"}')],
  ['an unknown field', () => post('{"query":"{ nowhere }"}')],
  ['an unknown operation name', () => post('{"query":"{ stations { name } }","operationName":"A"}')],
  ['a subscription', () => post('{"query":"subscription { a }"}')],
  [
    'a variable of the wrong type',
    () => post('{"query":"query ($id: ID!) { station(id: $id) { name } }","variables":{"id":{}}}'),
  ],
  ['a variable left out', () => post('{"query":"query ($id: ID!) { station(id: $id) { name } }"}')],
  [
    'a document that is too deep',
    () => post(JSON.stringify({ query: `{ ${'stations { '.repeat(30)} name ${'}'.repeat(30)} }` })),
  ],
  ['an unknown persisted document', () => post('{"documentId":"sha256:1"}')],
  ['a mutation by GET', () => gateway.send('/graphql?query=mutation{rename(id:"a",name:"b"){name}}')],
  ['a wrong token', () => post('{"query":"{ __typename }"}', { authorization: 'Bearer x' })],
  ['an unknown path', () => gateway.send('/nowhere')],
  ['a wrong method', () => gateway.send('/graphql', { method: 'DELETE' })],
  [
    'a type that is not accepted',
    () => post('{"query":"{ __typename }"}', { accept: 'text/html' }).catch(() => undefined),
  ],
  ['bytes that are not HTTP', () => raw('hello\r\n\r\n')],
  [
    'an Expect header that is not supported',
    () => raw('GET /graphql HTTP/1.1\r\nHost: a\r\nExpect: x\r\nConnection: close\r\n\r\n'),
  ],
  [
    'a connection that ends within the body',
    () => cut('POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{'),
  ],
  [
    'a connection that ends within a chunk',
    () =>
      cut(
        'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"qu',
      ),
  ],
  ['a client that disconnects at once', () => cut('GET /graphql?query={stations{name}} HTTP/1.1\r\nHost: a\r\n\r\n')],
  ['a client that disconnects during a fetch', disconnectDuringFetch],
  [
    'deeply nested JSON',
    () => post(`{"query":"{ __typename }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`),
  ],
  ['variables in an address that are not JSON', () => gateway.send('/graphql?query={__typename}&variables=x')],
  ['extensions that are not an object', () => gateway.send('/graphql?query={__typename}&extensions=1')],
  [
    'a hash that is not that of its text',
    () =>
      post(`{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"${'0'.repeat(64)}"}}}`),
  ],
  ['two Hosts', () => raw('GET /graphql HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n')],
];

test.each(mistakes)('%s is logged below the level error and without a stack', async (_name, make) => {
  lines.length = 0;
  await make();
  expect(lines.filter(({ level, err }) => level >= 40 || err?.stack !== undefined)).toEqual([]);
});
