import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readOperationFiles } from '../../gateway/supergraph/operation-files.js';
import { startGateway, type Answer, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

const hashed = (query: string, version = 1) => ({
  persistedQuery: { version, sha256Hash: createHash('sha256').update(query).digest('hex') },
});
const post = (body: object) =>
  gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const get = (parameters: Record<string, string>) => gateway.send(`/graphql?${new URLSearchParams(parameters)}`);
const codeOf = ({ status, body }: Answer) => [status, body.errors[0].extensions.code];

test('an unknown hash gets PERSISTED_QUERY_NOT_FOUND, which may not be cached', async () => {
  const answer = await post({ extensions: hashed('{ neverSeen: __typename }') });
  expect(codeOf(answer)).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
  expect(answer.body.errors[0].message).toBe('PersistedQueryNotFound'); // Clients look for this word.
  expect(answer.headers.get('cache-control')).toMatch(/no-store|no-cache/);
});

test('after a hash was sent with its text, the hash alone runs by GET and POST', async () => {
  const query = '{ hottest { celsius } }';
  const expected = { status: 200, body: { data: { hottest: { celsius: 33 } } } };
  expect(await post({ query, extensions: hashed(query) })).toMatchObject(expected);
  expect(await post({ extensions: hashed(query) })).toMatchObject(expected);
  expect(await get({ extensions: JSON.stringify(hashed(query)) })).toMatchObject(expected);
});

test('a text with the hash of another text is refused and not stored', async () => {
  expect(codeOf(await post({ query: '{ __typename }', extensions: hashed('{ other: __typename }') }))).toEqual([
    400,
    'BAD_REQUEST',
  ]);
  expect(codeOf(await post({ extensions: hashed('{ other: __typename }') }))).toEqual([
    200,
    'PERSISTED_QUERY_NOT_FOUND',
  ]);
});

test('another version of the protocol is refused', async () => {
  expect((await post({ extensions: hashed('{ __typename }', 2) })).status).toBe(400);
});

test.each([
  { persistedQuery: null },
  { persistedQuery: 1 },
  { persistedQuery: {} },
  { persistedQuery: { version: 1 } },
  { persistedQuery: { version: 1, sha256Hash: 7 } },
  { persistedQuery: { version: 1, sha256Hash: {} } },
])('the extensions %j are refused as an error of the client', async (extensions) => {
  const answer = await post({ extensions });
  expect([answer.status, answer.body.data]).toEqual([
    answer.body.errors[0].extensions.code === 'PERSISTED_QUERY_NOT_FOUND' ? 200 : 400,
    undefined,
  ]);
});

test('an invalid document is not stored under its hash', async () => {
  const query = '{ nowhere }';
  expect(codeOf(await post({ query, extensions: hashed(query) }))).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  expect(codeOf(await post({ extensions: hashed(query) }))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
});

test('a persisted mutation is refused by GET', async () => {
  const query = 'mutation { rename(id: "north", name: "N") { name } }';
  expect(await post({ query, extensions: hashed(query) })).toMatchObject({
    status: 200,
    body: { data: { rename: { name: 'N' } } },
  });
  expect((await get({ extensions: JSON.stringify(hashed(query)) })).status).toBe(405);
});

test('persisted documents are none where there is no folder, and are refused where they cannot be read', async () => {
  const file = fileURLToPath(import.meta.url);
  expect(await readOperationFiles(`${file}-not-there`)).toEqual([]);
  await expect(readOperationFiles(file)).rejects.toMatchObject({
    name: 'SupergraphError',
    message: expect.stringContaining('(ENOTDIR)'),
  });
});
