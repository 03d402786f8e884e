import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Pool } from 'undici';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { randomDocument, randomVariables } from './random-document.js';

/** Of each kind; 100,000 are for a night. */
const RUNS = Number(process.env['FUZZ'] || 1_500);
const AT_ONCE = 8;
const LEAKS =
  /node_modules|\bat .{1,200}:\d+:\d+|127\.0\.0\.1|localhost|ECONN|apollo|fastify|mongo|undici|\/gateway\/|graphql-js|secret/i;

interface Asked {
  method: 'GET' | 'POST' | 'PUT' | 'OPTIONS';
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer | undefined;
}

let graph: WeatherGraph;
let pool: Pool;

beforeAll(async () => {
  graph = await startWeatherGraph();
});

afterAll(async () => {
  await graph?.close();
});

/** What no answer may be; undefined when it is as it should be. */
async function complaintOf({ method, path, headers, body }: Asked): Promise<string | undefined> {
  const {
    statusCode,
    headers: answered,
    body: stream,
  } = await pool.request({ method, path, headers, body: body ?? null });
  const text = await stream.text();
  if (statusCode >= 500) return `status ${statusCode}: ${text.slice(0, 500)}`;
  if (text !== '' && !/^application\/(graphql-response\+)?json/.test(String(answered['content-type'])))
    return `a ${String(answered['content-type'])}: ${text.slice(0, 200)}`;
  if (text !== '') JSON.parse(text);
  const leak = LEAKS.exec(text) ?? LEAKS.exec(JSON.stringify(answered));
  return leak ? `told "${leak[0]}": ${text.slice(0, 500)}` : undefined;
}

/** Sends random requests, the same ones each time, and gathers what is wrong with their answers. */
async function complaints(arbitrary: fc.Arbitrary<Asked>, seed: number): Promise<string[]> {
  const found: string[] = [];
  const CHUNK = 500;
  for (let done = 0; done < RUNS && found.length < 5; done += CHUNK) {
    const asked = fc.sample(arbitrary, { seed: seed + done, numRuns: Math.min(CHUNK, RUNS - done) });
    let next = 0;
    const sendInTurn = async () => {
      for (let request = asked[next++]; request; request = asked[next++]) {
        const complaint = await complaintOf(request).catch((error: Error) => `${error.name}: ${error.message}`);
        if (complaint) found.push(`${complaint}\n${JSON.stringify({ ...request, body: request.body?.toString() })}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendInTurn));
    graph.stations.received.length = 0;
    graph.readings.received.length = 0;
  }
  return found;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const documents: fc.Arbitrary<Asked> = fc
  .record({
    query: randomDocument,
    variables: randomVariables,
    operationName: fc.constantFrom(undefined, undefined, null, 'Q', 'Other', '__proto__', 'constructor', ''),
    isGet: fc.boolean(),
    language: fc.constantFrom('th', 'en'),
    accept: fc.constantFrom('*/*', 'application/json', 'application/graphql-response+json'),
  })
  .map(({ query, variables, operationName, isGet, language, accept }) => {
    const headers = { 'accept-language': language, accept };
    if (!isGet)
      return {
        method: 'POST' as const,
        path: '/graphql',
        headers: { ...headers, ...JSON_TYPE },
        body: JSON.stringify({ query, variables, operationName }),
      };
    const parameters = new URLSearchParams({
      query: query.slice(0, 1_000),
      ...(operationName && { operationName }),
      ...(variables !== undefined && { variables: JSON.stringify(variables).slice(0, 1_000) }),
    });
    return { method: 'GET' as const, path: `/graphql?${parameters}`, headers };
  });

const GOOD = '{"query":"{ stations { name latest { celsius } } }"}';
const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const body: fc.Arbitrary<string | Buffer | undefined> = fc.oneof(
  fc.constant(GOOD),
  fc.constant(undefined),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  anyText,
  fc.json({ maxDepth: 5 }),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify([value, value])),
  fc
    .dictionary(
      fc.constantFrom(
        'query',
        'variables',
        'operationName',
        'extensions',
        'documentId',
        'id',
        '__proto__',
        'constructor',
        'x',
      ),
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), randomDocument),
      { maxKeys: 5 },
    )
    .map((value) => JSON.stringify(value)),
  fc
    .tuple(fc.nat(GOOD.length), fc.uint8Array({ minLength: 1, maxLength: 4 }))
    .map(([at, bytes]) =>
      Buffer.concat([Buffer.from(GOOD.slice(0, at)), Buffer.from(bytes), Buffer.from(GOOD.slice(at))]),
    ),
  fc.nat(GOOD.length).map((at) => GOOD.slice(0, at)),
  fc.constant(gzipSync(GOOD)),
  fc.nat(400_000).map((length) => `{"query":"{ stations { name } }","variables":{"a":"${'x'.repeat(length)}"}}`),
  fc
    .nat(20_000)
    .map((depth) => `{"query":"{ __typename }","variables":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`),
  fc
    .dictionary(
      fc.constantFrom('version', 'sha256Hash', 'x'),
      fc.oneof(fc.constant(1), fc.jsonValue({ maxDepth: 1 })),
      { maxKeys: 3 },
    )
    .map((persistedQuery) => JSON.stringify({ extensions: { persistedQuery } })),
);

/** What a client can write into a header at all. */
const headerText = fc
  .string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .filter((code) => code !== 0x7f)
      .map((code) => String.fromCharCode(code)),
    maxLength: 60,
  })
  .map((text) => text.trim());
const headers = fc.record(
  {
    'content-type': fc.oneof(
      fc.constantFrom(
        'application/json',
        'application/json; charset=utf-8',
        'application/json; charset=utf-16',
        'text/plain',
        'multipart/form-data',
        'application/x-www-form-urlencoded',
        '',
      ),
      headerText,
    ),
    'content-encoding': fc.oneof(fc.constantFrom('gzip', 'identity', 'br'), headerText),
    accept: fc.oneof(
      fc.constantFrom(
        '*/*',
        'text/html',
        'application/graphql-response+json',
        'multipart/mixed',
        'text/event-stream',
        'application/json;q=0',
        '',
      ),
      headerText,
    ),
    'accept-language': fc.oneof(fc.constantFrom('th', 'en', 'th;q=0.1, en;q=x', ',,,'), headerText),
    authorization: fc.oneof(
      fc.constantFrom('Bearer', 'Bearer a.b.c', 'Basic YTpi', `Bearer ${'a'.repeat(9_000)}`),
      headerText,
    ),
    origin: fc.oneof(fc.constantFrom('null', 'https://evil.example', 'x'), headerText),
    'x-request-id': headerText,
    'x-forwarded-for': fc.oneof(fc.ipV4(), fc.ipV6(), headerText),
    'if-none-match': fc.oneof(fc.constantFrom('*', '""', 'W/"x"'), headerText),
    'apollo-require-preflight': headerText,
    'apollo-query-plan-experimental': fc.constant('1'),
    'sec-fetch-site': fc.constantFrom('cross-site', 'same-origin', 'none', 'x'),
    cookie: headerText,
    'citylink-caller': headerText,
    'citylink-same-site': headerText,
  },
  { requiredKeys: [] },
);

const requests: fc.Arbitrary<Asked> = fc
  .record({
    method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'OPTIONS'),
    path: fc.oneof(
      { weight: 8, arbitrary: fc.constant('/graphql') },
      {
        weight: 2,
        arbitrary: fc
          .dictionary(
            fc.constantFrom('query', 'variables', 'operationName', 'extensions', '__proto__'),
            fc.oneof(randomDocument, fc.json({ maxDepth: 2 })),
            { maxKeys: 4 },
          )
          .map((parameters) => `/graphql?${new URLSearchParams(parameters).toString().slice(0, 8_000)}`),
      },
      { weight: 1, arbitrary: fc.webPath().map((path) => `/${path.replace(/^\/+/, '')}x`) },
    ),
    headers: fc
      .tuple(headers, fc.boolean())
      .map(([all, isJson]) => (isJson ? { ...all, ...JSON_TYPE } : all) as Record<string, string>),
    body,
  })
  .map(({ body: sent, ...asked }) => ({
    ...asked,
    method: asked.method as Asked['method'],
    ...(asked.method === 'POST' || asked.method === 'PUT' ? { body: sent } : {}),
  }));

describe.each(process.env['FUZZ'] ? ['compiled'] : ['compiled', 'stock'])(
  'nothing that a stranger sends (%s)',
  (EXECUTOR) => {
    let gateway: RunningGateway;
    beforeAll(async () => {
      gateway = await startGateway({
        SUPERGRAPH_FILE: graph.supergraphFile,
        EXECUTOR,
        NODE_ENV: 'production',
        LIMIT_REQUESTS: '100000000',
        LIMIT_COST: '1000000000',
        TRUSTED_PROXIES: '1',
        OVERLOAD_DELAY_MS: '0',
        SUBGRAPH_TIMEOUT_MS: '60000',
        SUBGRAPH_BREAKER_CALLS: '0',
        SHUTDOWN_GRACE_MS: '0',
      });
      pool = new Pool(gateway.url, { connections: AT_ONCE, headersTimeout: 60_000 });
    });
    afterAll(async () => {
      await pool?.close();
      await gateway?.close();
    });

    const seconds = 60_000 + RUNS * 40;
    test(
      `as a document or as variables, ${RUNS} times, makes an error of the server, or a leak`,
      async () => expect(await complaints(documents, 7_001)).toEqual([]),
      seconds,
    );
    test(
      `as a body, a header, an address or a method, ${RUNS} times, does`,
      async () => expect(await complaints(requests, 7_002)).toEqual([]),
      seconds,
    );

    test('and the same process goes on', async () => {
      expect((await gateway.query('{ stations { name latest { celsius } } }')).body).toEqual({
        data: {
          stations: [
            { name: 'North', latest: { celsius: 11.5 } },
            { name: 'ใต้', latest: { celsius: 33 } },
          ],
        },
      });
      expect(Object.keys(Object.prototype)).toEqual([]);
    });
  },
);
