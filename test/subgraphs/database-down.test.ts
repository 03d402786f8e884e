import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { events } from '../../subgraphs/events/index.js';
import { createSubgraphServer, type SubgraphServer } from '../../subgraphs/runtime/server/server.js';
import { keysOf, signedHeaders } from '../signed-call.js';

let server: SubgraphServer;
let url: string;

beforeAll(async () => {
  // Nothing listens on port 1.
  server = await createSubgraphServer(events, {
    mongodbUri: 'mongodb://127.0.0.1:1/?replicaSet=none',
    databaseName: 'none',
    ...keysOf('events'),
  });
  server.database.connected().catch(() => undefined);
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

test.each([
  ['en', 'The database does not respond.'],
  ['th', 'ฐานข้อมูลไม่ตอบสนอง'],
])('a subgraph whose database is down reports DATABASE_UNAVAILABLE in %s', async (language, message) => {
  const body = JSON.stringify({ query: '{ event(id: "event-csco-course") { id } }' });
  const headers = {
    'accept-language': language,
    ...signedHeaders('events', body),
  };
  const { data, errors } = (await (await fetch(url, { method: 'POST', headers, body })).json()) as {
    data: unknown;
    errors: Array<{ message: string; path: string[]; extensions: object }>;
  };
  expect([data, errors.map(({ message: said, path, extensions }) => ({ said, path, extensions }))]).toEqual([
    { event: null },
    [{ said: message, path: ['event'], extensions: { code: 'DATABASE_UNAVAILABLE' } }],
  ]);
});
