import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { dataAndErrors } from './data-and-errors.js';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  // Subgraphs are in this process, so that thousands of entities are slow where the machine is busy.
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '20000' });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

afterEach(() => {
  graph.stations.behave();
  graph.readings.behave();
});

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const readingsSay = (body: string) =>
  graph.readings.behave((_request, response) => response.setHeader('content-type', 'application/json').end(body));
const readingsFail = (message: string, extensions: object) =>
  readingsSay(
    JSON.stringify({
      data: { hottest: null },
      errors: [{ message, path: ['hottest'], extensions: { code: 'ODD', ...extensions } }],
    }),
  );

describe('an error of a subgraph', () => {
  test('contains no address in any part', async () => {
    readingsFail(
      'See "http://10.0.0.1/a", amqps://queue.internal:5671?x, [fe80::1]:4001, 10.0.0.1:27017 or localhost:4001',
      { hint: 'See "http://10.0.0.1/a"', list: [{ at: 'mongodb://user:pass@db.internal/' }] },
    );
    const { body } = await gateway.query('{ hottest { celsius } }');
    expect(body.errors).toEqual([
      {
        message: 'See "[address]", [address] [address], [address] or [address]',
        path: ['hottest'],
        extensions: { code: 'ODD', hint: 'See "[address]"', list: [{ at: '[address]' }], service: 'readings' },
      },
    ]);
  });

  test('keeps text that only resembles an address', async () => {
    readingsFail('[12] of 3: at 10:30 in [a] they localhosted "x:y"', { version: '1.2.3' });
    const { body } = await gateway.query('{ hottest { celsius } }');
    expect(body.errors[0]).toMatchObject({
      message: '[12] of 3: at 10:30 in [a] they localhosted "x:y"',
      extensions: { version: '1.2.3' },
    });
  });

  test('is cut when its message, path, a value or its extensions are too long', async () => {
    const long = 'a.'.repeat(500_000);
    const names = Array.from({ length: 100_000 }, (_, index) => `n${index}`);
    readingsSay(
      JSON.stringify({
        data: { hottest: null },
        errors: [
          {
            message: long,
            path: ['hottest', ...names],
            extensions: { code: 'ODD', long, list: names, keys: Object.fromEntries(names.map((name) => [name, 1])) },
          },
        ],
      }),
    );
    const { body } = await gateway.query('{ hottest { celsius } stations { name } }');
    expect(body.data.stations).toHaveLength(2);
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].message).toBe(`${long.slice(0, 2_000)}…`);
    expect(body.errors[0].extensions).toMatchObject({ code: 'ODD', service: 'readings' });
    expect(JSON.stringify(body).length).toBeLessThan(50_000);
  });

  test('with very deep nesting is cut', async () => {
    readingsSay(
      `{"data":{"hottest":null},"errors":[{"message":"Deep","path":["hottest"],"extensions":{"code":"ODD","deep":${nested(100_000)}}}]}`,
    );
    const { body } = await gateway.query('{ hottest { celsius } stations { name } }');
    expect(body.data).toEqual({ hottest: null, stations: [{ name: 'North' }, { name: 'ใต้' }] });
    expect(body.errors).toEqual([
      { message: 'Deep', path: ['hottest'], extensions: { code: 'ODD', deep: expect.any(Array), service: 'readings' } },
    ]);
  });
});

describe('data of a subgraph', () => {
  test('with very deep nesting for a number is null, with an error', async () => {
    readingsSay(`{"data":{"hottest":{"celsius":${nested(100_000)}}}}`);
    const { body } = await gateway.query('{ hottest { celsius } }');
    expect(dataAndErrors(body)).toEqual({
      data: { hottest: null },
      errors: [
        {
          message: expect.any(String),
          path: ['hottest', 'celsius'],
          extensions: { code: 'SUBGRAPH_BAD_ANSWER', service: 'readings' },
        },
      ],
    });
  });

  test('with very many wrong values has the first errors and the number of all, without blocking the gateway', async () => {
    const many = 10_000;
    graph.stations.behave((_request, response) =>
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          data: {
            tour: Array.from({ length: many }, (_, index) => ({
              __typename: 'Station',
              id: `s${index}`,
              name: null,
            })),
          },
        }),
      ),
    );
    const { body } = await gateway.query('{ tour(ids: []) { name } }');
    expect(body.data.tour.every((station: unknown) => station === null)).toBe(true);
    expect(body.errors).toHaveLength(200);
    expect(body.extensions.errorCount).toBe(many);
    expect(body.errors[199]).toMatchObject({
      path: ['tour', 199, 'name'],
      extensions: { code: 'SUBGRAPH_BAD_ANSWER', service: 'stations' },
    });
  });

  test('missing for very many entities has the first errors and the number of all, without blocking the gateway', async () => {
    const many = 5_000;
    graph.stations.behave((_request, response) =>
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          data: { tour: Array.from({ length: many }, (_, index) => ({ __typename: 'Station', id: `s${index}` })) },
        }),
      ),
    );
    const { body } = await gateway.query('{ tour(ids: []) { id count } }');
    expect(body.errors).toHaveLength(200);
    expect(body.extensions.errorCount).toBe(many);
    expect(body.errors[199]).toMatchObject({
      path: ['tour', 199, 'count'],
      extensions: { code: 'REFERENCE_NOT_FOUND', service: 'readings' },
    });
  });

  test('does not change prototypes', async () => {
    readingsSay(
      '{"data":{"hottest":{"celsius":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"__proto__":{"polluted":1}}}',
    );
    expect((await gateway.query('{ hottest { celsius } }')).body).toEqual({ data: { hottest: { celsius: 1 } } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('aliases that are names of Object.prototype', () => {
  const QUERY =
    '{ constructor: hottest { toString: celsius } __proto__: stations { valueOf: latest { celsius } hasOwnProperty: name } }';

  test('are ordinary response names', async () => {
    const { body } = await gateway.query(QUERY);
    expect(JSON.stringify(body)).toBe(
      '{"data":{"constructor":{"toString":33},"__proto__":[{"valueOf":{"celsius":11.5},"hasOwnProperty":"North"},{"valueOf":{"celsius":33},"hasOwnProperty":"ใต้"}]}}',
    );
  });

  test('are in the paths of errors', async () => {
    graph.readings.behave((request) => request.socket.destroy());
    const { body } = await gateway.query(QUERY);
    expect(JSON.stringify(body.data)).toBe(
      '{"constructor":null,"__proto__":[{"valueOf":null,"hasOwnProperty":"North"},{"valueOf":null,"hasOwnProperty":"ใต้"}]}',
    );
    expect(
      body.errors.map(({ path, extensions }: { path: unknown; extensions: { code: string } }) => [
        path,
        extensions.code,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [['constructor'], 'SUBGRAPH_UNREACHABLE'],
        [['__proto__', 0, 'valueOf'], 'SUBGRAPH_UNREACHABLE'],
        [['__proto__', 1, 'valueOf'], 'SUBGRAPH_UNREACHABLE'],
      ]),
    );
    expect(body.errors).toHaveLength(3);
  });
});

describe('a request with very deep nesting is an error of the client', () => {
  const post = (body: string) =>
    gateway.send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const requests: [string, string, string][] = [
    ['selections', JSON.stringify({ query: '{a'.repeat(80_000) }), 'DOCUMENT_TOO_LARGE'],
    ['lists', JSON.stringify({ query: `{ tour(ids: ${nested(100_000)}) { id } }` }), 'DOCUMENT_TOO_LARGE'],
    [
      'variables',
      `{"query":"query ($ids: [ID!]!) { tour(ids: $ids) { id } }","variables":{"ids":${nested(100_000)}}}`,
      'BAD_REQUEST',
    ],
    ['variables that are not used', `{"query":"{ nowhere }","variables":{"ids":${nested(100_000)}}}`, 'BAD_REQUEST'],
  ];
  test.each(requests)('%s', async (_name, body, code) => {
    const { status, body: answer } = await post(body);
    expect([status, answer.errors[0].extensions.code]).toEqual([400, code]);
  });
});
