import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, BATCHING: 'on' });
});
afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

const names = { query: '{ stations { name } }' };
const stations = [{ name: 'North' }, { name: 'ใต้' }];

function send({ send: sendTo }: RunningGateway, body: unknown, headers: Record<string, string> = {}) {
  return sendTo('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

test('a batch gets the list of the results, in its order, and what refuses one leaves the others', async () => {
  const { status, body } = await send(
    gateway,
    [
      { query: '{ nothing }' },
      names,
      { query: 'query Q($id: ID!) { station(id: $id) { name } }', variables: { id: 'south' } },
      { query: 'mutation { rename(id: "north", name: "Nord") { name } }' },
      'no operation',
      [names],
    ],
    { 'accept-language': 'th' },
  );
  expect(status).toBe(200);
  expect(body).toHaveLength(6);
  expect(body[0].errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(body[1]).toEqual({ data: { stations } });
  expect(body[2]).toEqual({ data: { station: { name: 'ใต้' } } });
  expect(body[3]).toEqual({ data: { rename: { name: 'Nord' } } });
  for (const each of body.slice(4)) {
    expect(each.errors[0].extensions.code).toBe('BAD_REQUEST');
    expect(each.errors[0].message).toMatch(/\p{Script=Thai}/u);
  }
});

test.each([
  ['no operation', []],
  ['eleven operations', Array.from({ length: 11 }, () => names)],
])('a batch of %s is refused', async (_name, batch) => {
  const { status, body } = await send(gateway, batch);
  expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
  expect(body.errors[0].message).toBe(`A batch has 1 to 10 operations, but this one has ${batch.length}.`);
});

test('no operation runs of a batch whose result the client cannot read, or that a page of another site may have sent', async () => {
  const rename = { query: 'mutation { rename(id: "north", name: "Nord") { name } }' };
  const sent = JSON.stringify([names, rename]);
  graph.stations.received.length = 0;
  const unread = await send(gateway, sent, { accept: 'text/csv' });
  expect([unread.status, unread.body.errors[0].extensions.code]).toEqual([406, 'NOT_ACCEPTABLE']);
  // A browser sends no type with a body that has none.
  for (const [body, type] of [
    [sent, 'text/plain'],
    [Buffer.from(sent), undefined],
  ] as const) {
    const { status } = await gateway.send('/graphql', {
      method: 'POST',
      body,
      ...(type && { headers: { 'content-type': type } }),
    });
    expect(status).toBe(415);
  }
  expect(graph.stations.received).toEqual([]);
});

test('each operation of a batch counts as a request of its caller', async () => {
  const limited = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    BATCHING: 'on',
    LIMIT_REQUESTS: '3',
    LIMIT_COST: '1000',
  });
  const { status, body } = await send(limited, [names, names, names, names]);
  expect(status).toBe(200);
  const codes = body.map(({ errors }: { errors?: { extensions: { code: string } }[] }) => errors?.[0]?.extensions.code);
  expect(codes.sort()).toEqual(['RATE_LIMITED', undefined, undefined, undefined]);
  expect((await send(limited, [names])).status).toBe(429);
  await limited.close();
});

test('only persisted documents run in a batch where no others do', async () => {
  const closed = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, BATCHING: 'on', PERSISTED_ONLY: 'on' });
  const { body } = await send(closed, [names, names]);
  expect(body.map(({ errors }: { errors: { extensions: { code: string } }[] }) => errors[0]!.extensions.code)).toEqual([
    'PERSISTED_DOCUMENTS_ONLY',
    'PERSISTED_DOCUMENTS_ONLY',
  ]);
  await closed.close();
});

test('a batch is refused as a whole where batches are not served, which is so by default', async () => {
  const usual = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
  const { status, body } = await send(usual, [names]);
  expect([status, body.errors[0].message]).toEqual([400, 'A request holds one operation: batches are not served.']);
  await usual.close();
});
