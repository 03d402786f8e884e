import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { until } from '../gateway/until.js';
import { holdBack } from './hold-back.js';
import { ACCEPT, all, queryParts, type Part } from './parts-of.js';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '5000' });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

afterEach(() => {
  graph.stations.behave();
  graph.readings.behave();
});

const QUERY = '{ stations { id ... @defer(label: "latest") { latest { celsius } } } }';
const WHOLE = {
  stations: [
    { id: 'north', latest: { celsius: 11.5 } },
    { id: 'south', latest: { celsius: 33 } },
  ],
};
const FIRST = { stations: [{ id: 'north' }, { id: 'south' }] };

async function next(parts: AsyncGenerator<Part, void, undefined>): Promise<Part> {
  return (await parts.next()).value as Part;
}

test('with incrementalSpec=v0.2, what is not deferred arrives while the rest is fetched', async () => {
  const held = holdBack(graph.readings);
  const { status, headers, parts } = await queryParts(gateway.url, QUERY);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('multipart/mixed; boundary="-"; incrementalSpec=v0.2');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-accel-buffering')).toBe('no');
  expect(await next(parts)).toEqual({
    data: FIRST,
    pending: [
      { id: '1', path: ['stations', 0], label: 'latest' },
      { id: '2', path: ['stations', 1], label: 'latest' },
    ],
    hasNext: true,
  });
  await until(held.waiting, (count) => count === 1);
  held.release();
  expect(await all(parts)).toEqual([
    {
      incremental: [
        { id: '1', data: { latest: { celsius: 11.5 } } },
        { id: '2', data: { latest: { celsius: 33 } } },
      ],
      completed: [{ id: '1' }, { id: '2' }],
      hasNext: false,
    },
  ]);
});

test('with deferSpec=20220824, each fragment has its path and label', async () => {
  const held = holdBack(graph.readings);
  const { headers, parts } = await queryParts(gateway.url, QUERY, {}, { accept: ACCEPT['2022'] });
  expect(headers.get('content-type')).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
  expect(await next(parts)).toEqual({ data: FIRST, hasNext: true });
  held.release();
  expect(await all(parts)).toEqual([
    {
      incremental: [
        { data: { latest: { celsius: 11.5 } }, path: ['stations', 0], label: 'latest' },
        { data: { latest: { celsius: 33 } }, path: ['stations', 1], label: 'latest' },
      ],
      hasNext: false,
    },
  ]);
});

test('an operation with @defer sends the same requests to subgraphs as without it', async () => {
  const received = async (query: string) => {
    for (const { received: requests } of [graph.stations, graph.readings]) requests.length = 0;
    await (await fetch(`${gateway.url}/graphql?${new URLSearchParams({ query })}`, { headers: { 'content-type': 'application/json', accept: ACCEPT['v0.2'] } })).text(); // prettier-ignore
    return [graph.stations, graph.readings].map(({ received: requests }) => requests.map(({ body }) => body));
  };
  expect(await received(QUERY)).toEqual(await received('{ stations { id latest { celsius } } }'));
});

test('fields that were sent are not sent again with incrementalSpec=v0.2, and are with deferSpec=20220824', async () => {
  const query = '{ stations { id } ... @defer { stations { id count } hottest { celsius } } }';
  const data = { stations: [{ count: 2 }, { count: 1 }] };
  const newer = await all((await queryParts(gateway.url, query)).parts);
  expect(newer.at(-1)!['incremental']).toEqual([
    { id: '1', data: { hottest: { celsius: 33 } } },
    ...data.stations.map((added, index) => ({ id: '1', subPath: ['stations', index], data: added })),
  ]);
  const older = await all((await queryParts(gateway.url, query, {}, { accept: ACCEPT['2022'] })).parts);
  expect(older.at(-1)!['incremental']).toEqual([
    {
      path: [],
      data: {
        stations: [
          { id: 'north', count: 2 },
          { id: 'south', count: 1 },
        ],
        hottest: { celsius: 33 },
      },
    },
  ]);
});

test.each([
  ['with if: false', '{ stations { id ... @defer(if: false) { latest { celsius } } } }', {}],
  ['with a variable that is false', 'query ($if: Boolean!) { stations { id ... @defer(if: $if) { latest { celsius } } } }', { if: false }], // prettier-ignore
  ['that needs no other requests', '{ stations { id ... @defer { name } latest { celsius } } }', {}],
  ['of an empty list', '{ tour(ids: []) { id ... @defer { latest { celsius } } } }', {}],
  ['that cannot be validated', '{ stations { nothing ... @defer { latest { celsius } } } }', {}],
])('a fragment %s makes a whole result', async (_what, query, variables) => {
  const { headers } = await queryParts(gateway.url, query, variables);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('a variable without a value counts as true', async () => {
  const query = 'query ($if: Boolean) { stations { id ... @defer(if: $if) { latest { celsius } } } }';
  expect(await all((await queryParts(gateway.url, query)).parts)).toHaveLength(2);
});

test('a fragment within a fragment is told when the outer one is complete', async () => {
  const query =
    '{ ... @defer(label: "outer") { hottest { station { id ... @defer(label: "inner") { name } } } } stations { id } }';
  const parts = await all((await queryParts(gateway.url, query)).parts);
  expect(parts[0]).toMatchObject({ data: FIRST, pending: [{ id: '1', path: [], label: 'outer' }] });
  expect(parts.slice(1).flatMap(({ pending = [] }) => pending)).toEqual([
    { id: '2', path: ['hottest', 'station'], label: 'inner' },
  ]);
  expect(parts.slice(1).flatMap(({ incremental = [] }) => incremental)).toEqual([
    { id: '1', data: { hottest: { station: { id: 'south' } } } },
    { id: '2', data: { name: 'ใต้' } },
  ]);
});

test('the payload of a mutation can be deferred, but for its root fields', async () => {
  const held = holdBack(graph.readings);
  const query = 'mutation { rename(id: "south", name: "S") { name ... @defer { count } } }';
  const { parts } = await queryParts(gateway.url, query);
  expect(await next(parts)).toMatchObject({ data: { rename: { name: 'S' } }, hasNext: true });
  held.release();
  expect(await all(parts)).toMatchObject([{ incremental: [{ data: { count: 1 } }], hasNext: false }]);
});

describe('errors', () => {
  test('of the first part are told with it, and those of a fragment with the fragment, in the language of the client', async () => {
    const query = '{ trouble(kind: "deliberate") stations { id ... @defer { refused } } }';
    const headers = { accept: ACCEPT['2022'], 'accept-language': 'th' };
    const [first, last] = await all((await queryParts(gateway.url, query, {}, headers)).parts);
    expect(first).toMatchObject({
      data: { trouble: null },
      errors: [{ path: ['trouble'], extensions: { code: 'NOT_FOUND' } }],
      extensions: { missing: [{ path: ['trouble'] }] },
    });
    expect(last).toMatchObject({
      incremental: [
        { data: { refused: 'fine' } },
        {
          data: { refused: null },
          errors: [{ path: ['stations', 1, 'refused'] }],
          extensions: { missing: [{ path: ['trouble'] }, { path: ['stations', 1, 'refused'] }] },
        },
      ],
    });
    expect(JSON.stringify(first)).not.toContain('10.1.2.3');
  });

  test('that empty a fragment leave its object as it was', async () => {
    const query = '{ tour(ids: ["north", "west"]) { id ... @defer { count } } }';
    const newer = await all((await queryParts(gateway.url, query)).parts);
    expect(newer).toMatchObject([
      { data: { tour: [{ id: 'north' }, { id: 'west' }] } },
      {
        incremental: [{ id: '1', data: { count: 2 } }],
        completed: [
          { id: '1' },
          { id: '2', errors: [{ path: ['tour', 1, 'count'], extensions: { code: 'REFERENCE_NOT_FOUND' } }] },
        ],
      },
    ]);
    const older = await all((await queryParts(gateway.url, query, {}, { accept: ACCEPT['2022'] })).parts);
    expect(older[1]).toMatchObject({
      incremental: [
        { data: { count: 2 } },
        { path: ['tour', 1], data: null, errors: [{ extensions: { code: 'REFERENCE_NOT_FOUND' } }] },
      ],
    });
  });

  test('of a subgraph that is down are told with the fragment', async () => {
    await graph.readings.kill();
    const parts = await all((await queryParts(gateway.url, QUERY)).parts);
    await graph.readings.revive();
    expect(parts).toMatchObject([
      { data: FIRST },
      { incremental: [{ data: { latest: null }, errors: [{ extensions: { code: 'SUBGRAPH_UNREACHABLE' } }] }, {}] },
    ]);
  });
});

test('a client that disconnects between two parts aborts what is being fetched for it', async () => {
  const held = holdBack(graph.readings);
  const { parts, abort } = await queryParts(gateway.url, QUERY);
  await next(parts);
  expect(gateway.counters()['requestsInFlight']).toBe(1);
  abort();
  await expect(parts.next()).rejects.toThrow();
  await until(
    () => gateway.counters()['requestsInFlight'],
    (count) => count === 0,
  );
  held.release();
});

test('a request that ends late has its rest as errors', async () => {
  const hurried = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    REQUEST_TIMEOUT_MS: '400',
    SUBGRAPH_TIMEOUT_MS: '300',
  });
  const held = holdBack(graph.readings);
  const parts = await all((await queryParts(hurried.url, QUERY)).parts);
  held.release();
  await hurried.close();
  expect(parts).toMatchObject([
    { data: FIRST },
    { incremental: [{ data: { latest: null }, errors: [{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }] }, {}], hasNext: false }, // prettier-ignore
  ]);
});

test('a gateway that closes ends the results of which the first part was sent', async () => {
  const closing = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '5000' });
  const held = holdBack(graph.readings);
  const { parts } = await queryParts(closing.url, QUERY);
  await next(parts);
  const closed = closing.close();
  held.release();
  expect(await all(parts)).toMatchObject([{ hasNext: false }]);
  await closed;
});

test.each(['gzip', 'br'])('each part can be read when it has arrived, compressed by %s', async (coding) => {
  const compressing = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '5000', RESPONSE_COMPRESSION: 'on' }); // prettier-ignore
  const held = holdBack(graph.readings);
  const headers = { accept: ACCEPT['v0.2'], 'accept-encoding': coding };
  const { headers: received, parts } = await queryParts(compressing.url, QUERY, {}, headers);
  expect(received.get('content-encoding')).toBe(coding);
  expect(await next(parts)).toMatchObject({ data: FIRST });
  held.release();
  expect(await all(parts)).toMatchObject([{ hasNext: false }]);
  await compressing.close();
});

test('the cost that a client requests is in the last part', async () => {
  const headers = { accept: ACCEPT['v0.2'], 'citylink-cost': '1' };
  const parts = await all((await queryParts(gateway.url, QUERY, {}, headers)).parts);
  expect(parts[0]!['extensions']).toBeUndefined();
  expect(parts.at(-1)!['incremental']).toMatchObject([{}, { extensions: { cost: { returned: 2 } } }]);
});

test('the parts of a known operation are those of one that is sent for the first time', async () => {
  const query = '{ stations { name ... @defer { latest { celsius } } } }';
  const results: Part[][] = [];
  for (let time = 0; time < 4; time += 1) results.push(await all((await queryParts(gateway.url, query)).parts));
  for (const result of results) expect(result).toEqual(results[0]);
  expect((await gateway.query(query)).body.data.stations[0]).toEqual({
    name: 'North',
    latest: WHOLE.stations[0]!.latest,
  });
});
