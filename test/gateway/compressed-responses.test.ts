import { get as httpGet, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { respondWith } from '../faults/stub-subgraph.js';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

let graph: WeatherGraph;
let gateway: RunningGateway;
let loopback: RunningGateway;

const LARGE = { data: { stations: Array.from({ length: 200 }, (_, index) => ({ name: `สถานี ${index}` })) } };
const QUERY = '{ stations { name } }';

beforeAll(async () => {
  graph = await startWeatherGraph();
  const env = { SUPERGRAPH_FILE: graph.supergraphFile, CORS_ORIGINS: 'https://dashboard.example' };
  gateway = await startGateway({ ...env, RESPONSE_COMPRESSION: 'on' });
  loopback = await startGateway(env);
  graph.stations.behave(respondWith(JSON.stringify(LARGE)));
});

afterAll(async () => {
  await gateway?.close();
  await loopback?.close();
  await graph?.close();
});

/** Sends a GET without what fetch adds and does by itself. */
async function get(query: string, headers: Record<string, string> = {}, from = gateway) {
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    httpGet(`${from.url}/graphql?${new URLSearchParams({ query })}`, { headers, agent: false }, resolve).on(
      'error',
      reject,
    ),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) };
}

test.each([
  ['br', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip;q=1, br;q=0.5', 'gzip', gunzipSync],
  ['*', 'br', brotliDecompressSync],
  ['br;q=0, *;q=0.1', 'gzip', gunzipSync],
  ['BR;Q=0.8,gzip;q=0.8', 'br', brotliDecompressSync],
])('a client that accepts %s gets %s', async (accepted, coding, decompress) => {
  const { status, headers, bytes } = await get(QUERY, { 'accept-encoding': accepted });
  expect([status, headers['content-encoding']]).toEqual([200, coding]);
  expect(headers['content-length']).toBe(String(bytes.length));
  expect(headers.vary).toContain('accept-encoding');
  const plain = decompress(bytes);
  expect(JSON.parse(plain.toString())).toEqual(LARGE);
  expect(bytes.length).toBeLessThan(plain.length / 3);
});

test.each([undefined, '', 'identity', 'deflate', 'br;q=0, gzip;q=0', 'gzip;q=0.5, identity', 'gzip;q=x', 'zstd'])(
  'a client that accepts %s gets the response as it is, with the same tag, and varies by the coding and the origin',
  async (accepted) => {
    const { headers, bytes } = await get(QUERY, accepted === undefined ? {} : { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.vary).toBe('origin, accept, accept-language, authorization, accept-encoding');
    expect(JSON.parse(bytes.toString())).toEqual(LARGE);
    expect(headers.etag).toBe((await get(QUERY, { 'accept-encoding': 'br' })).headers.etag);
  },
);

test('a client that has the response in another coding gets 304', async () => {
  const { headers } = await get(QUERY, { 'accept-encoding': 'br' });
  const again = await get(QUERY, { 'accept-encoding': 'gzip', 'if-none-match': headers.etag! });
  expect([again.status, again.headers['content-encoding'], again.bytes.length]).toEqual([304, undefined, 0]);
});

test('a response up to 1 kB is sent as it is', async () => {
  const { headers } = await get('{ __typename }', { 'accept-encoding': 'br' });
  expect(headers['content-encoding']).toBeUndefined();
});

test('a client on the same machine gets uncompressed responses unless RESPONSE_COMPRESSION is on', async () => {
  const { headers } = await get(QUERY, { 'accept-encoding': 'br' }, loopback);
  expect([headers['content-encoding'], headers.vary]).toEqual([
    undefined,
    'origin, accept, accept-language, authorization',
  ]);
});
