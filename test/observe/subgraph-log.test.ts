import mongoose from 'mongoose';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import { createSubgraphServer, type SubgraphServer } from '../../subgraphs/runtime/server/server.js';
import { until } from '../gateway/until.js';
import { keysOf, signedHeaders } from '../signed-call.js';

const databaseName = `test_subgraph_log_${process.pid}`;
const written: string[] = [];
let server: SubgraphServer;
let url: string;

beforeAll(async () => {
  const mongodbUri = process.env['TEST_MONGODB_URI'] as string;
  server = await createSubgraphServer(cities, {
    mongodbUri,
    databaseName,
    ...keysOf('cities'),
    logger: { level: 'debug', stream: { write: (line: string) => void written.push(line) } },
  });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
  await server.database.connected();
  const database = await mongoose.createConnection(mongodbUri, { dbName: databaseName }).asPromise();
  await database.collection('cities').insertOne({ _id: 'th-yala' as never, kind: 'NO_KIND' });
  await database.close();
});

afterAll(async () => {
  await server.database.drop();
  await server.close();
});

beforeEach(() => void (written.length = 0));

async function ask(query: string, headers: Record<string, string> = {}): Promise<void> {
  const body = JSON.stringify({ query });
  await (await fetch(url, { method: 'POST', headers: { ...signedHeaders('cities', body), ...headers }, body })).text();
}

const lines = () => written.map((line) => JSON.parse(line) as { level: number; msg: string; reqId?: string });

test('a fetch is one line at debug, with the id of the client’s request', async () => {
  await ask('{ city(id: "th-nowhere") { id } }', { 'x-request-id': 'of-the-client' });
  await until(lines, (all) => all.length > 0);
  expect(lines()).toEqual([
    expect.objectContaining({ level: 20, msg: 'Request completed', reqId: 'of-the-client', status: 200 }),
  ]);
});

test('an error that is masked has the id of the client’s request', async () => {
  await ask('{ city(id: "th-yala") { kind } }', { 'x-request-id': 'of-the-client' });
  await until(lines, (all) => all.length > 1);
  expect(lines()).toContainEqual(
    expect.objectContaining({ level: 50, msg: 'An unexpected error was masked', reqId: 'of-the-client' }),
  );
});

test('a request that is not signed has it too, and an id that is not plain is replaced', async () => {
  await ask('{ city(id: "th-yala") { id } }', { signature: 'none', 'x-request-id': 'not plain' });
  await until(lines, (all) => all.length > 0);
  expect(lines()).toContainEqual(
    expect.objectContaining({ level: 40, reqId: expect.stringMatching(/^[0-9a-f-]{36}$/) }),
  );
});

test('health checks are silent', async () => {
  await fetch(new URL('/health/live', url));
  await ask('{ __typename }');
  await until(lines, (all) => all.length > 0);
  expect(lines()).toHaveLength(1);
});
