import { brotliCompressSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Behaviour } from '../gateway/hosted-subgraph.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { dataAndErrors } from './data-and-errors.js';
import { expectNoSecrets } from './expect-no-secrets.js';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    // Long enough for a busy machine: the two tests that wait for it are worth a second each.
    SUBGRAPH_TIMEOUT_MS: '1000',
    // Half of the calls fail, so that one failed test would open the breaker for all that follow.
    SUBGRAPH_BREAKER_CALLS: '0',
  });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

afterEach(() => {
  graph.stations.behave();
  graph.readings.behave();
});

const QUERY = '{ stations { name latest { celsius } } hottest { celsius } }';
const WHOLE = {
  data: {
    stations: [
      { name: 'North', latest: { celsius: 11.5 } },
      { name: 'ใต้', latest: { celsius: 33 } },
    ],
    hottest: { celsius: 33 },
  },
};

const json = (response: ServerResponse) => response.setHeader('content-type', 'application/json');
const says =
  (body: string, type = 'application/json', status = 200): Behaviour =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': type }).end(body);

const drip: Behaviour = (_request, response) => {
  json(response).write('{"data":');
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};

/** Sends until the connection is closed. */
const flood: Behaviour = (_request, response) => {
  const chunk = ' '.repeat(1024 * 1024);
  const write = () => {
    while (!response.destroyed && response.write(chunk));
  };
  json(response).on('drain', write);
  write();
};

const FAULTS: [string, string, Behaviour][] = [
  ['hangs', 'SUBGRAPH_TIMEOUT', () => undefined],
  ['drips a byte now and then', 'SUBGRAPH_TIMEOUT', drip],
  ['never stops', 'SUBGRAPH_BAD_ANSWER', flood],
  ['closes the connection', 'SUBGRAPH_UNREACHABLE', (request) => request.socket.destroy()],
  [
    'closes the connection within its response',
    'SUBGRAPH_UNREACHABLE',
    (request, response) =>
      json(response)
        .setHeader('content-length', 100)
        .write('{"data":{', () => request.socket.destroy()),
  ],
  ['answers what is no HTTP', 'SUBGRAPH_UNREACHABLE', (request) => request.socket.end('+PONG\r\n')],
  ['answers garbage', 'SUBGRAPH_BAD_ANSWER', says('\u0000garbage')],
  ['sends half of it', 'SUBGRAPH_BAD_ANSWER', says('{"data":{"hottest":{"cel')],
  ['answers nothing', 'SUBGRAPH_BAD_ANSWER', says('')],
  ['answers 204', 'SUBGRAPH_BAD_ANSWER', (_request, response) => response.writeHead(204).end()],
  [
    'answers bytes that are not UTF-8',
    'SUBGRAPH_BAD_ANSWER',
    (_request, response) => json(response).end(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
  ],
  ['answers a page', 'SUBGRAPH_BAD_ANSWER', says('<h1>It works</h1>', 'text/html')],
  ['answers GraphQL as text', 'SUBGRAPH_BAD_ANSWER', says(JSON.stringify({ data: { hottest: null } }), 'text/plain')],
  ['answers {}', 'SUBGRAPH_BAD_ANSWER', says('{}')],
  ['answers null', 'SUBGRAPH_BAD_ANSWER', says('null')],
  ['answers a list', 'SUBGRAPH_BAD_ANSWER', says('[]')],
  ['answers text', 'SUBGRAPH_BAD_ANSWER', says('"fine"')],
  ['answers null data and no errors', 'SUBGRAPH_BAD_ANSWER', says('{"data":null}')],
  ['answers null data and an empty list of errors', 'SUBGRAPH_BAD_ANSWER', says('{"data":null,"errors":[]}')],
  ['answers empty data', 'SUBGRAPH_BAD_ANSWER', says('{"data":{}}')],
  ['answers data that is a list', 'SUBGRAPH_BAD_ANSWER', says('{"data":[]}')],
  ['answers errors that are no list', 'SUBGRAPH_BAD_ANSWER', says('{"data":null,"errors":"many"}')],
  ['answers errors that are no errors', 'SUBGRAPH_BAD_ANSWER', says('{"data":null,"errors":[null]}')],
  [
    'sends a response in an encoding that was not accepted',
    'SUBGRAPH_BAD_ANSWER',
    (_request, response) =>
      json(response).setHeader('content-encoding', 'br').end(brotliCompressSync('{"data":{"hottest":null}}')),
  ],
  [
    'answers 500 and a page',
    'SUBGRAPH_BAD_ANSWER',
    says('<h1>Error at http://10.0.0.7:4001 (app.js:12)</h1>', 'text/html', 500),
  ],
  [
    'answers 500 and JSON of its own',
    'SUBGRAPH_BAD_ANSWER',
    says('{"message":"connect ECONNREFUSED 10.0.0.7:27017"}', 'application/json', 500),
  ],
  [
    'answers 500 and good data',
    'SUBGRAPH_BAD_ANSWER',
    says('{"data":{"hottest":{"celsius":1},"_entities":[]}}', 'application/json', 500),
  ],
  ['is down behind a proxy that responds 502', 'SUBGRAPH_UNREACHABLE', says('<h1>Bad gateway</h1>', 'text/html', 502)],
  ['asks who is there', 'SUBGRAPH_REFUSED', says('{"message":"Who are you?"}', 'application/json', 401)],
  ['forbids', 'SUBGRAPH_REFUSED', says('no', 'text/plain', 403)],
  [
    'sends an error without a code',
    'INTERNAL_SERVER_ERROR',
    says(
      '{"data":null,"errors":[{"message":"connect ECONNREFUSED 10.0.0.7:27017","extensions":{"stacktrace":["at db.js:1"]}}]}',
    ),
  ],
  [
    'refuses the document of the gateway as invalid',
    'INTERNAL_SERVER_ERROR',
    says(
      '{"errors":[{"message":"Cannot query field \\"latest\\" on type \\"Station\\".","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}',
      'application/json',
      400,
    ),
  ],
];

describe('the fields of a failing subgraph are null, each with an error at its path, and the others have their data', () => {
  test.each(FAULTS)('it %s: %s', async (_name, code, behaviour) => {
    graph.readings.behave(behaviour);
    const { status, body } = await gateway.query(QUERY);
    expect(status).toBe(200);
    expect(body.data).toEqual({
      stations: [
        { name: 'North', latest: null },
        { name: 'ใต้', latest: null },
      ],
      hottest: null,
    });
    const errors = body.errors as { path: unknown; extensions: Record<string, unknown> }[];
    expect(new Set(errors.map(({ path }) => JSON.stringify(path)))).toEqual(
      new Set(['["stations",0,"latest"]', '["stations",1,"latest"]', '["hottest"]']),
    );
    expect(errors).toHaveLength(3);
    for (const { extensions } of errors)
      expect(extensions).toEqual({ code, service: 'readings', ...(code === 'SUBGRAPH_TIMEOUT' && { afterMs: 1000 }) });
    expectNoSecrets(body);

    graph.readings.behave();
    expect((await gateway.query(QUERY)).body).toEqual(WHOLE);
  });
});

test('an error of the first subgraph leaves the root fields of the other', async () => {
  graph.stations.behave(says('<h1>It works</h1>', 'text/html'));
  const { body } = await gateway.query('{ stations { name latest { celsius } } hottest { celsius } }');
  expect(dataAndErrors(body)).toEqual({
    data: { stations: null, hottest: { celsius: 33 } },
    errors: [
      {
        message: expect.any(String),
        path: ['stations'],
        extensions: { code: 'SUBGRAPH_BAD_ANSWER', service: 'stations' },
      },
    ],
  });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])('%d is not followed', async (status) => {
    graph.stations.received.length = 0;
    graph.readings.behave((_request, response) => response.writeHead(status, { location: graph.stations.url }).end());
    const { body } = await gateway.query('{ hottest { celsius } }');
    expect(dataAndErrors(body)).toEqual({
      data: { hottest: null },
      errors: [
        {
          message: expect.any(String),
          path: ['hottest'],
          extensions: { code: 'SUBGRAPH_BAD_ANSWER', service: 'readings' },
        },
      ],
    });
    expect(graph.stations.received).toEqual([]);
  });
});

test('a response of 9 MB is accepted', async () => {
  graph.readings.behave((_request, response) =>
    json(response).end(`{"data":{"hottest":{"celsius":1}}${' '.repeat(9 * 1024 * 1024)}}`),
  );
  expect((await gateway.query('{ hottest { celsius } }')).body).toEqual({ data: { hottest: { celsius: 1 } } });
});

test('a response of type application/graphql-response+json is accepted', async () => {
  graph.readings.behave(says('{"data":{"hottest":{"celsius":1}}}', 'application/graphql-response+json; charset=utf-8'));
  expect((await gateway.query('{ hottest { celsius } }')).body).toEqual({ data: { hottest: { celsius: 1 } } });
});

test('other members of a subgraph response do not reach the client', async () => {
  graph.readings.behave(
    says('{"data":{"hottest":{"celsius":1,"secret":2},"more":3},"extensions":{"trace":"http://10.0.0.7"}}'),
  );
  expect((await gateway.query('{ hottest { celsius } }')).body).toEqual({ data: { hottest: { celsius: 1 } } });
});
