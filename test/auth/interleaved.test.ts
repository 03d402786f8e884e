import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { readCaller } from '../../subgraphs/protocol/caller.js';
import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import { respondWith } from '../faults/stub-subgraph.js';
import { startGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from './tokens.js';

const AT_ONCE = 40;
/** 2,000 requests, or as many as are wanted by hand. */
const ROUNDS = Math.ceil(Number(process.env['INTERLEAVED'] || 2_000) / AT_ONCE);
const USERS = ['one', 'two'];
const QUERY = 'query Whose($id: ID!) { station(id: $id) { name latest { celsius } } hottest { celsius } }';

jest.setTimeout(300_000);

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: WeatherGraph;

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startWeatherGraph();
});

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

test.each(['compiled', 'stock'])(
  `two users and a caller without a token, in ${ROUNDS * AT_ONCE} interleaved requests, get their own results only (%s)`,
  async (executor) => {
    const gateway = await startGateway({
      SUPERGRAPH_FILE: graph.supergraphFile,
      EXECUTOR: executor,
      SUBGRAPH_SECRET: 'known to both, and to nobody else',
      SUBGRAPH_TIMEOUT_MS: '60000',
      AUTH_PUBLIC_KEY_FILE: key.file,
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
    });
    const headers = [...(await Promise.all(USERS.map(async (sub) => bearer(await tokenOf(keys, { sub }))))), {}];
    try {
      // Every value contains the number of the caller; 0 is a caller without a token.
      graph.stations.behave((request, response, honest) => {
        const header = request.headers[CALLER_HEADER];
        const number = header === undefined ? 0 : USERS.indexOf(readCaller(String(header)).id) + 1;
        respondWith(
          JSON.stringify({
            data: { station: { __typename: 'Station', id: `station of ${number}`, name: `name of ${number}` } },
          }),
        )(request, response, honest);
      });
      graph.readings.behave((request, response, honest) => {
        const header = request.headers[CALLER_HEADER];
        const celsius = header === undefined ? 0 : USERS.indexOf(readCaller(String(header)).id) + 1;
        const { query } = graph.readings.received.at(-1)!;
        const data = query.includes('_entities') ? { _entities: [{ latest: { celsius } }] } : { hottest: { celsius } };
        setTimeout(
          () => respondWith(JSON.stringify({ data }))(request, response, honest),
          graph.readings.received.length % 3,
        );
      });

      for (let round = 0; round < ROUNDS; round += 1) {
        await Promise.all(
          Array.from({ length: AT_ONCE }, async (_, index) => {
            const user = (index + round) % headers.length;
            const number = (user + 1) % headers.length;
            const { body } = await gateway.query(QUERY, { id: 'any' }, headers[user]);
            expect(body).toEqual({
              data: {
                station: { name: `name of ${number}`, latest: { celsius: number } },
                hottest: { celsius: number },
              },
            });
          }),
        );
      }
      // Some did share: each alone would have asked for the hottest, and for the entity.
      expect(graph.readings.received.length).toBeLessThan(2 * ROUNDS * AT_ONCE);
    } finally {
      await gateway.close();
      graph.stations.received.length = 0;
      graph.readings.received.length = 0;
    }
  },
);
