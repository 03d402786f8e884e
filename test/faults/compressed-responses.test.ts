import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isRemote } from '../../gateway/upstream/subgraph-clients.js';
import type { SubgraphClient } from '../../gateway/upstream/subgraph-client.js';
import type { Behaviour, HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { respondWith, hostStubSubgraph } from './stub-subgraph.js';
import { createTestClient } from './create-test-client.js';

let subgraph: HostedSubgraph;
let client: SubgraphClient;

beforeEach(async () => {
  subgraph = await hostStubSubgraph();
  client = createTestClient(subgraph.url, { acceptsGzip: true });
});

afterEach(async () => {
  await client.close();
  await subgraph.kill();
});

const compressed =
  (bytes: Buffer, encoding = 'gzip'): Behaviour =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(bytes);
const send = () => client.request({ query: '{ a }' });

describe('a subgraph that may compress its responses', () => {
  test.each([
    ['compressed', compressed(gzipSync('{"data":{"a":"ไทย"}}'))],
    ['not compressed', respondWith('{"data":{"a":"ไทย"}}')],
  ])('gets accept-encoding: gzip, and its response may be %s', async (_how, behaviour) => {
    subgraph.behave(behaviour);
    expect((await send()).data).toEqual({ a: 'ไทย' });
    expect(subgraph.received[0]!.headers['accept-encoding']).toBe('gzip');
  });

  test.each([
    ['is larger than the maximum after decompression', compressed(gzipSync(`{"data":null${' '.repeat(11_000_000)}}`))],
    ['is truncated', compressed(gzipSync('{"data":{"a":null}}').subarray(0, 20))],
    ['is not compressed, against its content-encoding', compressed(Buffer.from('{"data":{"a":null}}'))],
    ['has a coding that was not accepted', compressed(gzipSync('{"data":{"a":null}}'), 'br')],
    ['is compressed twice', compressed(gzipSync(gzipSync('{"data":{"a":null}}')), 'gzip, gzip')],
  ])('fails with SUBGRAPH_BAD_ANSWER when a response %s', async (_how, behaviour) => {
    subgraph.behave(behaviour);
    await expect(send()).rejects.toMatchObject({ code: 'SUBGRAPH_BAD_ANSWER' });
    subgraph.behave(respondWith('{"data":{"a":"b"}}'));
    expect((await send()).data).toEqual({ a: 'b' });
  });
});

test.each([
  ['https://partner.example/graphql', true],
  ['http://10.0.0.7:4001/graphql', true],
  ['http://127.0.0.1:4001/graphql', false],
  ['http://127.8.0.1/', false],
  ['http://localhost:4001/graphql', false],
  ['http://[::1]:4001/graphql', false],
  ['https://localhost.example/', true],
])('%s is on another machine: %s', (url, expected) => expect(isRemote(url)).toBe(expected));
