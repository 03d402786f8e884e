import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { writeSignatureChallenge } from '../../subgraphs/protocol/signature-verifier.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { dataAndErrors } from './data-and-errors.js';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_BREAKER_CALLS: '0' });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

afterEach(() => graph.readings.behave());

const BODY = '{"data":{"hottest":{"celsius":1}}}';
const QUERY = '{ hottest { celsius } }';
const TYPE = { 'content-type': 'application/json' };

const respond = (headers: Record<string, string | string[]>, body: string | Buffer, status = 200) =>
  graph.readings.behave((_request, response) => response.writeHead(status, headers).end(body));

describe('a response of another server is read', () => {
  test.each<[string, Record<string, string | string[]>, string | Buffer]>([
    ['compressed, though it was not asked to', { ...TYPE, 'content-encoding': 'gzip' }, gzipSync(BODY)],
    ['with the encoding in capitals', { ...TYPE, 'content-encoding': 'GZIP' }, gzipSync(BODY)],
    ['with the encoding x-gzip', { ...TYPE, 'content-encoding': 'x-gzip' }, gzipSync(BODY)],
    ['with the encoding identity', { ...TYPE, 'content-encoding': 'Identity' }, BODY],
    ['with an empty encoding', { ...TYPE, 'content-encoding': '' }, BODY],
    ['with a byte order mark', TYPE, `\ufeff${BODY}`],
    ['compressed with a byte order mark', { ...TYPE, 'content-encoding': 'gzip' }, gzipSync(`\ufeff${BODY}`)],
    ['of the type application/graphql+json', { 'content-type': 'application/graphql+json' }, BODY],
    ['of the type application/graphql-response+json', { 'content-type': 'Application/GraphQL-Response+JSON' }, BODY],
    ['with a doubled content type', { 'content-type': 'application/json, application/json; charset=utf-8' }, BODY],
    ['with two headers of the content type', { 'content-type': ['application/json', 'application/json'] }, BODY],
  ])('%s', async (_name, headers, body) => {
    respond(headers, body);
    expect((await gateway.query(QUERY)).body).toEqual({ data: { hottest: { celsius: 1 } } });
  });

  test.each([['application/json, text/html'], ['text/html, application/json'], ['application/jsonp']])(
    'not of the type %s',
    async (type) => {
      respond({ 'content-type': type }, BODY);
      expect((await gateway.query(QUERY)).body.errors[0].extensions.code).toBe('SUBGRAPH_BAD_ANSWER');
    },
  );
});

describe('a response with an error status and GraphQL errors keeps its errors and its data', () => {
  test.each([400, 401, 403, 404, 422, 500, 502, 503, 504])('%d', async (status) => {
    const received = graph.readings.received.length;
    respond(
      TYPE,
      JSON.stringify({
        data: { hottest: { celsius: 2, station: null } },
        errors: [{ message: 'Not for you.', path: ['hottest', 'station'], extensions: { code: 'FORBIDDEN' } }],
      }),
      status,
    );
    expect(dataAndErrors((await gateway.query('{ hottest { celsius } }')).body)).toEqual({
      data: { hottest: { celsius: 2 } },
      errors: [
        {
          message: 'Not for you.',
          path: expect.any(Array),
          extensions: { code: 'FORBIDDEN', service: 'readings' },
        },
      ],
    });
    expect(graph.readings.received.length).toBe(received + 1);
  });
});

describe('a response with an error status and no GraphQL errors is an error of the subgraph', () => {
  test.each([
    [400, 'SUBGRAPH_BAD_ANSWER'],
    [401, 'SUBGRAPH_REFUSED'],
    [403, 'SUBGRAPH_REFUSED'],
    [500, 'SUBGRAPH_BAD_ANSWER'],
    [502, 'SUBGRAPH_UNREACHABLE'],
    [503, 'SUBGRAPH_UNREACHABLE'],
    [504, 'SUBGRAPH_UNREACHABLE'],
  ])('%d: %s', async (status, code) => {
    for (const body of [
      '{"message":"no"}',
      '{"data":{"hottest":{"celsius":1}}}',
      '{"errors":[]}',
      'null',
      'nonsense',
    ]) {
      respond(TYPE, body, status);
      expect((await gateway.query(QUERY)).body.errors).toEqual([
        { message: expect.any(String), path: ['hottest'], extensions: { code, service: 'readings' } },
      ]);
    }
  });
});

describe('a malformed part of an error is left out: the data and the rest of the error are kept', () => {
  const error = { message: 'Half asleep', path: ['hottest', 'station'], extensions: { code: 'DEGRADED' } };
  const told = { message: 'Half asleep', path: ['hottest', 'station'], code: 'DEGRADED' };
  const UNEXPECTED = 'An unexpected error occurred.';
  const masked = { message: UNEXPECTED, path: undefined, code: 'INTERNAL_SERVER_ERROR' };

  test.each<[string, unknown, object]>([
    ['a path that is text', [{ ...error, path: 'hottest.station' }], { ...told, path: undefined }],
    ['a path that is an object', [{ ...error, path: {} }], { ...told, path: undefined }],
    ['locations that are text', [{ ...error, locations: '1:3' }], told],
    ['a message that is null', [{ ...error, message: null }], { ...told, message: UNEXPECTED }],
    ['no message, with a code of its own', [{ ...error, message: undefined }], { ...told, message: UNEXPECTED }],
    [
      'no message, with a code of the gateway',
      [{ ...error, message: '', extensions: { code: 'FORBIDDEN' } }],
      { ...told, message: 'Your permissions do not allow this.', code: 'FORBIDDEN' },
    ],
    [
      'extensions that are a list, as an empty object of PHP is',
      [{ ...error, extensions: [] }],
      { ...masked, path: told.path },
    ],
    ['extensions that are text', [{ ...error, extensions: 'DEGRADED' }], { ...masked, path: told.path }],
    ['a text for an error', ['Half asleep'], masked],
    ['null for an error', [null], masked],
    ['an object for the list', error, told],
    ['a text for the list', 'Half asleep', masked],
  ])('%s', async (_name, errors, expected) => {
    respond(TYPE, JSON.stringify({ data: { hottest: { celsius: 2, station: null } }, errors }));
    for (let time = 1; time <= 3; time += 1) {
      const { body } = await gateway.query('{ hottest { celsius } stations { id } }');
      expect(body.data).toEqual({ hottest: { celsius: 2 }, stations: [{ id: 'north' }, { id: 'south' }] });
      const path = 'path' in expected && expected.path ? { path: ['hottest'] } : {};
      const { message, code } = expected as typeof told;
      expect(body.errors).toEqual([{ message, ...path, extensions: { code, service: 'readings' } }]);
    }
  });

  test('without data, an error is recognised by its code', async () => {
    for (const status of [200, 422]) {
      respond(TYPE, '{"errors":[{"extensions":{"code":"INVALID_INPUT","field":"id"}}]}', status);
      expect((await gateway.query(QUERY)).body.errors).toEqual([
        {
          message: UNEXPECTED,
          path: ['hottest'],
          extensions: { code: 'INVALID_INPUT', field: 'id', service: 'readings' },
        },
      ]);
    }
  });

  test('without data, a list of errors of another interface explains nothing', async () => {
    respond(TYPE, '{"errors":[{"status":"401","title":"Unauthorized","detail":"Who are you?"}]}', 401);
    expect((await gateway.query(QUERY)).body.errors[0].extensions.code).toBe('SUBGRAPH_REFUSED');
    respond(TYPE, '{"errors":[{"status":"400","title":"Bad"}]}');
    expect((await gateway.query(QUERY)).body.errors[0].extensions.code).toBe('SUBGRAPH_BAD_ANSWER');
  });
});

test('a refused signature of the gateway is not reported as the client’s missing token', async () => {
  respond(
    { ...TYPE, 'www-authenticate': writeSignatureChallenge('clock') },
    '{"errors":[{"message":"No valid signature.","extensions":{"code":"UNAUTHENTICATED"}}]}',
    401,
  );
  expect((await gateway.query(QUERY)).body.errors[0].extensions).toEqual({
    code: 'SUBGRAPH_REFUSED',
    service: 'readings',
  });
});
