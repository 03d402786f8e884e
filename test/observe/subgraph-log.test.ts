import mongoose from 'mongoose';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import { createSubgraphServer, type SubgraphServer } from '../../subgraphs/runtime/server/server.js';
import { until } from '../gateway/until.js';
import { CHANGES_PATH } from '../../subgraphs/protocol/freshness.js';
import { readMetrics } from './read-metrics.js';
import { keysOf, signedHeaders } from '../signed-call.js';

const databaseName = `test_subgraph_log_${process.pid}`;
const written: string[] = [];
let server: SubgraphServer;
let url: string;
let onCommand: (name: string) => void = () => undefined;

beforeAll(async () => {
  const mongodbUri = process.env['TEST_MONGODB_URI'] as string;
  server = await createSubgraphServer(cities, {
    mongodbUri,
    databaseName,
    ...keysOf('cities'),
    metricsPort: 0,
    onCommand: (name) => onCommand(name),
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

test('a fetch that the gateway waits for no more is told too, in log and metrics', async () => {
  const count = async () =>
    (await readMetrics(server.metricsUrl!)).get('citylink_subgraph_request_duration_seconds_count{subgraph="cities"}')!;
  const before = await count();
  onCommand = (name) => name === 'find' && server.app.server.closeAllConnections();
  await expect(ask('{ city(id: "th-nowhere") { name { en } } }')).rejects.toThrow();
  onCommand = () => undefined;
  await until(lines, (all) => all.length > 0, 8_000);
  expect(lines()).toEqual([expect.objectContaining({ msg: 'Request completed', status: 499 })]);
  expect(await count()).toBe(before + 1);
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

test('metrics take an event stream for no request that lasted, and count an unsigned one for changes as refused', async () => {
  const counts = async () => {
    const metrics = await readMetrics(server.metricsUrl!);
    const of = (name: string) => metrics.get(`${name}{subgraph="cities"}`)!;
    return [of('citylink_subgraph_request_duration_seconds_count'), of('citylink_subgraph_refused_total')] as const;
  };
  const [requests, refused] = await counts();
  // The subgraph ends this one itself; of one that its client ends, Fastify tells no end.
  const body = JSON.stringify({ query: 'subscription { nothing }' });
  const headers = { ...signedHeaders('cities', body), accept: 'text/event-stream' };
  const stream = await fetch(url, { method: 'POST', headers, body });
  expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  await stream.text();
  const unsigned = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"after":null}' };
  expect((await fetch(new URL(CHANGES_PATH, url), unsigned)).status).toBe(401);
  await ask('{ __typename }');
  await until(lines, (all) => all.filter(({ msg }) => msg === 'Request completed').length === 2);
  expect(await counts()).toEqual([requests + 1, refused + 1]);
});
