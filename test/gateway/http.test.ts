import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createApp } from '../../gateway/http/create-app.js';
import { startGateway, type Answer, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const NAMES = { data: { stations: [{ name: 'North' }, { name: 'ใต้' }] } };

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, CORS_ORIGINS: 'https://dashboard.example' });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

beforeEach(() => {
  graph.stations.received.length = 0;
  graph.readings.received.length = 0;
});

const post = (body: unknown, headers: Record<string, string> = {}) =>
  gateway.send('/graphql', {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
const get = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  gateway.send(`/graphql?${new URLSearchParams(parameters)}`, { headers });

function expectError({ status, headers, body }: Answer, expected: { status: number; code: string }): void {
  expect({ status, code: body?.errors?.[0]?.extensions?.code, body }).toMatchObject(expected);
  expect(body.errors).toHaveLength(1);
  expect(body).not.toHaveProperty('data');
  expect(headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
  expect(JSON.stringify(body)).not.toMatch(/stack|\.[jt]s:\d|node_modules|127\.0\.0\.1|localhost/);
}

/** Writes bytes that `fetch` would not, and reads until the gateway closes. */
function raw(bytes: string, url = gateway.url): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    socket
      .on('data', (chunk) => chunks.push(chunk))
      .on('error', reject)
      .on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

function expectRawError(answer: string, expected: { status: number; code: string }): void {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${expected.status} `));
  expect(head).toMatch(/^content-type: application\/json/im);
  expect(JSON.parse(body).errors[0].extensions.code).toBe(expected.code);
}

describe('a wrong document or variable is 400 and causes no subgraph request', () => {
  const query = 'query ($id: ID!) { station(id: $id) { name } }';
  const mistakes: [string, string, object][] = [
    [
      'an operation name that the document does not have',
      'OPERATION_RESOLUTION_FAILURE',
      { query: 'query A { hottest { celsius } }', operationName: 'B' },
    ],
    [
      'several operations and no name',
      'OPERATION_RESOLUTION_FAILURE',
      { query: 'query A { __typename } query B { __typename }' },
    ],
    [
      'several operations and an empty name',
      'OPERATION_RESOLUTION_FAILURE',
      { query: 'query A { __typename } query B { __typename }', operationName: '' },
    ],
    ['a document of fragments only', 'GRAPHQL_VALIDATION_FAILED', { query: 'fragment F on Query { __typename }' }],
    [
      'a fragment that spreads itself',
      'GRAPHQL_VALIDATION_FAILED',
      { query: '{ stations { ...F } } fragment F on Station { id ...F }' },
    ],
    [
      'fragments that spread each other',
      'GRAPHQL_VALIDATION_FAILED',
      {
        query:
          '{ stations { ...F } } fragment F on Station { id ...G } fragment G on Station { readings { station { ...F } } }',
      },
    ],
    ['an unused fragment', 'GRAPHQL_VALIDATION_FAILED', { query: '{ stations { id } } fragment F on Station { id }' }],
    ['a subscription', 'SUBSCRIPTIONS_NOT_SERVED', { query: 'subscription { stations { name } }' }],
    ['a syntax error', 'GRAPHQL_PARSE_FAILED', { query: '{ stations {' }],
    ['an unknown field', 'GRAPHQL_VALIDATION_FAILED', { query: '{ nowhere }' }],
    ['a variable left out', 'BAD_USER_INPUT', { query }],
    ['a variable that is null', 'BAD_USER_INPUT', { query, variables: { id: null } }],
    ['a variable of another type', 'BAD_USER_INPUT', { query, variables: { id: ['north'] } }],
    [
      'an unknown type of a variable',
      'GRAPHQL_VALIDATION_FAILED',
      { query: 'query ($id: Nothing) { station(id: $id) { name } }' },
    ],
    [
      'the _entities field of subgraphs',
      'GRAPHQL_VALIDATION_FAILED',
      { query: '{ _entities(representations: []) { __typename } }' },
    ],
    ['the schema of a subgraph', 'GRAPHQL_VALIDATION_FAILED', { query: '{ _service { sdl } }' }],
  ];
  test.each(mistakes)('%s', async (_name, code, body) => {
    expectError(await post(body), { status: 400, code });
    expect([...graph.stations.received, ...graph.readings.received]).toEqual([]);
  });

  test('a client that accepts only application/json gets 200 with the same errors', async () => {
    const { status, body } = await post({ query: '{ nowhere }' }, { accept: 'application/json' });
    expect(status).toBe(200);
    expect(body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('a body that is not a GraphQL request is 400', () => {
  const bodies: [string, string][] = [
    ['empty', ''],
    ['null', 'null'],
    ['text', '"{ hottest { celsius } }"'],
    ['a number', '4'],
    ['a batch', JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }])],
    ['an empty list', '[]'],
    ['an object without a query', '{}'],
    ['a query that is no text', '{"query":{"a":1}}'],
    ['an empty query', '{"query":""}'],
    ['variables that are a list', '{"query":"{ __typename }","variables":[1]}'],
    ['variables that are text', '{"query":"{ __typename }","variables":"{}"}'],
    ['extensions that are text', '{"query":"{ __typename }","extensions":"{}"}'],
    ['an operation name that is a number', '{"query":"{ __typename }","operationName":1}'],
    ['no JSON', '{ hottest { celsius } }'],
    ['cut off', '{"query":"{ __typename }"'],
  ];
  test.each(bodies)('%s', async (_name, body) => expectError(await post(body), { status: 400, code: 'BAD_REQUEST' }));

  test('bytes that are not UTF-8', async () => {
    expectError(
      await post(Buffer.from([...Buffer.from('{"query":"{ __typename }","a":"'), 0xe0, 0x80, ...Buffer.from('"}')])),
      { status: 400, code: 'BAD_REQUEST' },
    );
  });

  test.each(['[1', '{', '"text"', '[]', '4'])('variables in the query string that are %s', async (variables) => {
    expectError(await get({ query: '{ __typename }', variables }), { status: 400, code: 'BAD_REQUEST' });
  });

  test('a query string without a query', async () =>
    expectError(await gateway.send('/graphql'), { status: 400, code: 'BAD_REQUEST' }));
  test('a query string with two queries', async () =>
    expectError(await gateway.send('/graphql?query={__typename}&query={__typename}'), {
      status: 400,
      code: 'BAD_REQUEST',
    }));
});

describe('`__proto__` in a body is an ordinary key', () => {
  test('as a parameter of the request it is ignored like every unknown parameter', async () => {
    const { status, body } = await post('{"query":"{ stations { name } }","__proto__":{"variables":{}}}');
    expect({ status, body }).toEqual({ status: 200, body: NAMES });
  });

  test('as a variable that the operation does not declare it is ignored', async () => {
    const { status, body } = await post('{"query":"{ stations { name } }","variables":{"__proto__":{"a":1}}}');
    expect({ status, body }).toEqual({ status: 200, body: NAMES });
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  test.each(['__proto__', 'constructor'])(
    'in the value of a variable it does not change that value (%s)',
    async (name) => {
      const answer = await post(
        `{"query":"query ($id: ID!) { station(id: $id) { name } }","variables":{"id":{"${name}":{"prototype":{"a":1}}}}}`,
      );
      expectError(answer, { status: 400, code: 'BAD_USER_INPUT' });
      expect(JSON.stringify(answer.body)).toContain(name);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );
});

describe('the content type and encoding of a body', () => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'application/graphql',
    'application/json; charset=utf-16',
    'application/jsonx',
    '',
  ];
  test.each(types)('the content type %j is 415', async (type) => {
    const { status, headers, body } = await gateway.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{"query":"{ __typename }"}',
    });
    expectError({ status, headers, body }, { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  test.each(['gzip', 'GZIP', 'br', 'deflate', 'zstd', 'gzip, gzip', 'x'])(
    'a body compressed with %s is 415',
    async (encoding) => {
      expectError(await post('{"query":"{ __typename }"}', { 'content-encoding': encoding }), {
        status: 415,
        code: 'UNSUPPORTED_MEDIA_TYPE',
      });
    },
  );

  test('a compressed body is not inflated: 415, or 413 when its compressed size is above the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(256 * 1024);
    expectError(await post(bomb, { 'content-encoding': 'gzip' }), { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    expectError(await post(Buffer.concat([bomb, bomb, bomb]), { 'content-encoding': 'gzip' }), {
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
    });
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'APPLICATION/JSON',
  ])('the content type %j is accepted', async (type) => {
    const { status, body } = await post({ query: '{ stations { name } }' }, { 'content-type': type });
    expect({ status, body }).toEqual({ status: 200, body: NAMES });
  });
});

describe('the size of a request', () => {
  const padded = (size: number) => {
    const bare = JSON.stringify({ query: '{ stations { name } }', extensions: { pad: '' } });
    return bare.replace('"pad":""', `"pad":"${'x'.repeat(size - bare.length)}"`);
  };

  test('a body of 256 kB is accepted', async () =>
    expect(await post(padded(256 * 1024))).toMatchObject({ status: 200, body: NAMES }));
  test('a body of 256 kB and one byte is 413', async () =>
    expectError(await post(padded(256 * 1024 + 1)), { status: 413, code: 'PAYLOAD_TOO_LARGE' }));

  test('a chunked body above 256 kB is 413', async () => {
    const chunk = 'x'.repeat(0x8000);
    const answer = await raw(
      `POST /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${`8000\r\n${chunk}\r\n`.repeat(9)}0\r\n\r\n`,
    );
    expectRawError(answer, { status: 413, code: 'PAYLOAD_TOO_LARGE' });
  });

  test('headers beyond 16 kB are 431', async () => {
    expectRawError(await raw(`GET /graphql HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`), {
      status: 431,
      code: 'HEADERS_TOO_LARGE',
    });
  });
});

describe('a request that is incomplete', () => {
  test.each([
    ['in its first line', 'POST /gra'],
    ['in its headers', 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: appl'],
    [
      'in its body',
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query":',
    ],
    [
      'in its chunks',
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"qu',
    ],
  ])('%s gets 408 and its connection is closed', async (_where, bytes) => {
    const app = await createApp({
      log: pino({ level: 'silent' }),
      corsOrigins: [],
      isLeaving: () => false,
      timeouts: { headersMs: 50, requestMs: 100, checkMs: 10 },
    });
    app.post('/graphql', async () => ({}));
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    try {
      expectRawError(await raw(bytes, url), { status: 408, code: 'REQUEST_TIMEOUT' });
    } finally {
      await app.close();
    }
  });
});

describe('paths and methods', () => {
  const postTo = (path: string) =>
    gateway.send(path, { method: 'POST', headers: JSON_TYPE, body: '{"query":"{ __typename }"}' });

  test.each([
    '/nowhere',
    '/*',
    '/*x',
    '/:x',
    '/:x(',
    '/assets/*x',
    '/graphql*',
    '/(',
    '/graphql/',
    '/Graphql',
    '/graphql%00',
    '/health',
    '/..%2fetc/passwd',
  ])('%s is 404', async (path) => expectError(await postTo(path), { status: 404, code: 'NOT_FOUND' }));
  test('a path that cannot be decoded is 400', async () =>
    expectError(await postTo('/%'), { status: 400, code: 'BAD_REQUEST' }));
  test('a POST to a page is 405', async () =>
    expectError(await postTo('/'), { status: 405, code: 'METHOD_NOT_ALLOWED' }));

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is 405 with the allowed methods', async (method) => {
    const answer = await gateway.send('/graphql', { method, headers: JSON_TYPE, body: '{}' });
    expectError(answer, { status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });

  test('a path with a parameter is no other: 405 with the allowed methods', async () => {
    const answer = await postTo('/api/any');
    expectError(answer, { status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
    for (const path of ['/api/', '/api/any/other', '/api'])
      expectError(await postTo(path), { status: 404, code: 'NOT_FOUND' });
  });

  test('a query by GET runs', async () => {
    const { status, body } = await get({
      query: 'query A($id: ID!) { station(id: $id) { name } } query B { __typename }',
      operationName: 'A',
      variables: '{"id":"south"}',
    });
    expect({ status, body }).toEqual({ status: 200, body: { data: { station: { name: 'ใต้' } } } });
  });

  test.each(['{ stations { name } }', '{ nowhere }', 'mutation { rename(id: "north", name: "N") { name } }'])(
    'HEAD has the status and the headers of the same GET and no body, and a mutation does not run: %s',
    async (query) => {
      const address = `${gateway.url}/graphql?${new URLSearchParams({ query })}`;
      const [get, head] = await Promise.all(['GET', 'HEAD'].map((method) => fetch(address, { method })));
      const size = (await get!.arrayBuffer()).byteLength;
      expect((await head!.arrayBuffer()).byteLength).toBe(0);
      const headersOf = ({ headers }: Response) =>
        Object.fromEntries(
          [...headers].filter(([name]) => !['date', 'x-request-id', 'connection', 'keep-alive'].includes(name)),
        );
      expect({ status: head!.status, headers: headersOf(head!) }).toEqual({
        status: get!.status,
        headers: headersOf(get!),
      });
      expect(head!.headers.get('content-length')).toBe(String(size));
      expect(graph.stations.received.some(({ body }) => body.includes('rename'))).toBe(false);
    },
  );

  test('a mutation by GET is 405 and does not run', async () => {
    const answer = await get({ query: 'mutation { rename(id: "north", name: "N") { name } }' });
    expectError(answer, { status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.get('allow')).toBe('POST');
    expect(graph.stations.received).toEqual([]);
  });

  test('a mutation by POST runs', async () => {
    const { body } = await post({ query: 'mutation { rename(id: "north", name: "N") { name } }' });
    expect(body).toEqual({ data: { rename: { name: 'N' } } });
  });
});

describe('bytes that are not an HTTP request', () => {
  const lines: [string, string][] = [
    ['no HTTP', 'hello\r\n\r\n'],
    ['an unknown method', 'BREW /graphql HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['no Host', 'GET /graphql?query={__typename} HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two Hosts', 'GET /graphql?query={__typename} HTTP/1.1\r\nHost: a\r\nhost: a\r\nConnection: close\r\n\r\n'],
    ['a Host that is no host', 'GET /graphql?query={__typename} HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n'],
    [
      'a Host with a wrong port',
      'GET /graphql?query={__typename} HTTP/1.1\r\nHost: a:99999\r\nConnection: close\r\n\r\n',
    ],
    ['a path that names another host badly', 'GET //[/graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['a length that is no number', 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n'],
    [
      'a length and chunks',
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ];
  test.each(lines)('%s is 400 or 404, in JSON', async (_name, bytes) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!).errors[0].extensions.code).toMatch(/^(BAD_REQUEST|NOT_FOUND)$/);
  });

  test('an HTTP/1.0 health check without a Host header gets 200', async () => {
    expect(await raw('GET /health/live HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each(['a', 'a:80', '127.0.0.1:4000', '[::1]:4000', '[::1]', 'xn--12c1fe0br.example'])(
    'the Host %s is accepted',
    async (host) => {
      expect(
        await raw(`GET /graphql?query={__typename} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
      ).toMatch(/^HTTP\/1\.1 200 /);
    },
  );
});

describe('requests that a browser page may send (CSRF)', () => {
  const query = '{ stations { name } }';
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

  test.each([
    ['an image of another site', { 'sec-fetch-site': 'cross-site', referer: 'https://evil.example/' }],
    ['a link of a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['a page of an old browser', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('a plain GET of %s is refused', async (_name, headers) => {
    expectError(await get({ query }, headers as Record<string, string>), { status: 400, code: 'BAD_REQUEST' });
    expect(graph.stations.received).toEqual([]);
  });

  test('a form of another site is refused', async () => {
    const answer = await gateway.send('/graphql', {
      method: 'POST',
      headers: { ...foreign, 'content-type': 'text/plain' },
      body: JSON.stringify({ query: 'mutation { rename(id: "north", name: "N") { name } }' }),
    });
    expectError(answer, { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    expect(graph.stations.received).toEqual([]);
  });

  test('a JSON body with a content type that needs no preflight is refused', async () => {
    expectError(await post({ query }, { ...foreign, 'content-type': 'text/plain; application/json' }), {
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    });
  });

  test.each([
    ['a program', {}],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['our own page', { 'sec-fetch-site': 'same-origin' }],
    ['a page of an allowed origin', { 'sec-fetch-site': 'cross-site', origin: 'https://dashboard.example' }],
    ['a page that asked for leave', { ...foreign, 'apollo-require-preflight': 'true' }],
  ])('a plain GET of %s is answered', async (_name, headers) => {
    expect(await get({ query }, headers as Record<string, string>)).toMatchObject({ status: 200, body: NAMES });
  });

  test('an empty body of another site is refused', async () => {
    const { status } = await gateway.send(`/graphql?${new URLSearchParams({ query })}`, {
      method: 'POST',
      headers: foreign,
    });
    expect(status).toBe(400);
    expect(graph.stations.received).toEqual([]);
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    gateway.send('/graphql', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  test('an allowed origin gets the CORS headers', async () => {
    const { status, headers } = await preflight('https://dashboard.example');
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': 'https://dashboard.example',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type',
    });
    const answer = await post({ query: '{ stations { name } }' }, { origin: 'https://dashboard.example' });
    expect(answer.body).toEqual(NAMES);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://dashboard.example');
    expect(answer.headers.get('vary')).toMatch(/origin/i);
  });

  test('an allowed origin may read errors, also those raised before GraphQL', async () => {
    for (const answer of [
      await post('{', { origin: 'https://dashboard.example' }),
      await post('x'.repeat(300_000), { origin: 'https://dashboard.example' }),
    ]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://dashboard.example');
    }
  });

  test.each([
    'https://evil.example',
    'http://dashboard.example',
    'https://dashboard.example.evil.example',
    'https://x.dashboard.example',
    'null',
  ])('the origin %s is not allowed', async (origin) => {
    for (const { headers } of [await preflight(origin), await post({ query: '{ stations { name } }' }, { origin })]) {
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('credentials are never allowed', async () => {
    expect((await preflight('https://dashboard.example')).headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('without CORS_ORIGINS no origin is allowed', async () => {
    const closed = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
    try {
      const asked = await closed.send('/graphql', {
        method: 'OPTIONS',
        headers: { origin: 'https://dashboard.example', 'access-control-request-method': 'POST' },
      });
      expect(asked.status).toBe(405);
      expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    } finally {
      await closed.close();
    }
  });
});

describe('every response', () => {
  test('has a request id, the client’s when it is valid or a new one, and subgraphs get the same', async () => {
    const mine = await post({ query: '{ stations { name } }' }, { 'x-request-id': 'abc-1.2_3' });
    expect(mine.headers.get('x-request-id')).toBe('abc-1.2_3');
    expect(graph.stations.received[0]!.headers['x-request-id']).toBe('abc-1.2_3');
    const long = await post({ query: '{ __typename }' }, { 'x-request-id': 'x'.repeat(65) });
    expect(long.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  test('has x-content-type-options: nosniff', async () => {
    expect((await post({ query: '{ __typename }' })).headers.get('x-content-type-options')).toBe('nosniff');
    expect((await gateway.send('/nowhere')).headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('is made without sending the client’s authorization and cookies to subgraphs', async () => {
    await post({ query: '{ stations { name } }' }, { authorization: 'Bearer secret', cookie: 'a=secret' });
    expect(JSON.stringify(graph.stations.received)).not.toContain('secret');
  });
});

test('introspection is on by default outside production', async () => {
  const { body } = await post({ query: '{ __schema { queryType { fields { name } } } }' });
  expect(body.data.__schema.queryType.fields.map(({ name }: { name: string }) => name).sort()).toEqual([
    'hottest',
    'station',
    'stations',
    'tour',
    'trouble',
  ]);
});
