import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'undici';
import { subgraphs } from '../../subgraphs/index.js';
import { WORTH_COMPRESSING } from '../../subgraphs/runtime/server/compress-response.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { signedHeaders } from '../signed-call.js';

const LARGE = '{ cities(first: 100) { nodes { id name { th en } } } }';
const SMALL = '{ city(id: "th-yala") { name { th } } }';

let cities: RunningSubgraph;

beforeAll(async () => {
  cities = await startSubgraph(subgraphs.find(({ name }) => name === 'cities')!);
});
afterAll(() => cities?.close());

/** Asks as the gateway does; what comes is not unfolded. */
async function ask(query: string, encoding?: string) {
  const body = JSON.stringify({ query });
  const headers = {
    ...(encoding !== undefined && { 'accept-encoding': encoding }),
    ...signedHeaders('cities', body),
  };
  const answer = await request(cities.url, { method: 'POST', headers, body });
  return {
    status: answer.statusCode,
    encoding: answer.headers['content-encoding'],
    length: answer.headers['content-length'],
    bytes: Buffer.from(await answer.body.arrayBuffer()),
  };
}

describe.each(['the first time', 'when it is known'])('a response, %s,', () => {
  test.each(['gzip', 'gzip, deflate', 'br, GZIP;q=0.5', 'gzip;q=1.0, *;q=0'])(
    'is compressed for Accept-Encoding %s',
    async (encoding) => {
      const [plain, compressed] = [await ask(LARGE), await ask(LARGE, encoding)];
      expect([compressed.status, compressed.encoding, compressed.length]).toEqual([
        200,
        'gzip',
        String(compressed.bytes.length),
      ]);
      expect(gunzipSync(compressed.bytes)).toEqual(plain.bytes);
      expect(compressed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    },
  );

  test.each([undefined, 'identity', 'br', 'gzip;q=0', 'gzip;q=0.0, br', 'xgzip', ''])(
    'is not compressed for Accept-Encoding %s',
    async (encoding) => {
      const { status, encoding: given, bytes } = await ask(LARGE, encoding);
      expect([status, given]).toEqual([200, undefined]);
      expect(JSON.parse(bytes.toString('utf8')).data.cities.nodes).toHaveLength(100);
    },
  );

  test('is not compressed when it is short', async () => {
    const { encoding, bytes } = await ask(SMALL, 'gzip');
    expect(encoding).toBeUndefined();
    expect(bytes.length).toBeLessThan(WORTH_COMPRESSING);
    expect(JSON.parse(bytes.toString('utf8'))).toEqual({ data: { city: { name: { th: 'ยะลา' } } } });
  });
});

test('a long error response is compressed as well', async () => {
  const { status, encoding, bytes } = await ask(
    `{ ${Array.from({ length: 30 }, (_, at) => `nothing${at}`).join(' ')} }`,
    'gzip',
  );
  expect([status, encoding]).toEqual([400, 'gzip']);
  expect(JSON.parse(gunzipSync(bytes).toString('utf8')).errors).toHaveLength(30);
});
