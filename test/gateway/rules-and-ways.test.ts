import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApolloServerPlugin } from '@apollo/server';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { startGuardedGraph, type GuardedGraph } from '../auth/guarded-graph.js';
import { AUDIENCE, ISSUER, keyFile, newKeys } from '../auth/tokens.js';
import { holdRequests } from '../faults/stub-subgraph.js';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { until } from './until.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

/** One request, in a form that every way of sending it can use. */
interface Asked {
  operationName?: string;
  variables?: unknown;
  extensions?: object;
  headers?: Record<string, string>;
  /** Appended to the address of a GET. */
  search?: string;
}

interface Rule extends Asked {
  name: string;
  /** One operation named Q. */
  query: string;
  gateway?: 'open' | 'closed' | 'guarded' | 'limited' | 'full';
  status: number;
  /** Of the first error; undefined for none. */
  code: string | undefined;
  /** What the body must match. */
  body?: object;
  headersToMatch?: Record<string, string>;
  /** Whether the caller has sent the same request just before. */
  isRepeated?: boolean;
  /** False for a document that is not kept under its hash. */
  isKept?: boolean;
  /** A rule about the address or the headers of a GET, or one that a GET meets first. */
  methods?: readonly ('GET' | 'POST')[];
}

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');
const stations = [{ name: 'North' }, { name: 'ใต้' }];

const RULES: Rule[] = [
  {
    name: 'a result',
    query: 'query Q { stations { name } }',
    status: 200,
    code: undefined,
    body: { data: { stations } },
  },
  {
    name: 'a media type that the client prefers',
    query: 'query Q { stations { name } }',
    headers: { accept: 'application/graphql-response+json, application/json;q=0.5' },
    status: 200,
    code: undefined,
    headersToMatch: { 'content-type': 'application/graphql-response+json; charset=utf-8' },
  },
  {
    name: 'a media type with parameters',
    query: 'query Q { stations { name } }',
    headers: { accept: 'application/json; charset=utf-8' },
    status: 200,
    code: undefined,
    headersToMatch: { 'content-type': 'application/json; charset=utf-8' },
  },
  {
    name: 'no media type that is served',
    query: 'query Q { stations { name } }',
    headers: { accept: 'text/html' },
    status: 406,
    code: 'NOT_ACCEPTABLE',
    isKept: false,
  },
  {
    name: 'an extension of Apollo Client',
    query: 'query Q { stations { name } }',
    extensions: { clientLibrary: { name: '@apollo/client', version: '4.0.0' } },
    status: 200,
    code: undefined,
    body: { data: { stations } },
  },
  {
    name: 'a variable named $representations',
    query: 'query Q($representations: [ID!]!) { tour(ids: $representations) { name latest { celsius } } }',
    variables: { representations: ['south'] },
    status: 200,
    code: undefined,
    body: { data: { tour: [{ name: 'ใต้', latest: { celsius: 33 } }] } },
  },
  {
    name: 'the limit of tokens',
    query: `query Q { ${many(1_001, () => 'stations { id }')} }`,
    status: 400,
    code: 'DOCUMENT_TOO_LARGE',
    isKept: false,
    methods: ['POST'],
  },
  {
    name: 'the limit of depth',
    query: `query Q { ${'stations { '.repeat(10)} id ${'}'.repeat(10)} }`,
    status: 400,
    code: 'DOCUMENT_TOO_LARGE',
    isKept: false,
  },
  {
    name: 'the limit of aliases, in Thai',
    query: `query Q { stations { ${many(31, (at) => `a${at}: id`)} } }`,
    headers: { 'accept-language': 'th' },
    status: 400,
    code: 'DOCUMENT_TOO_LARGE',
    body: { errors: [{ message: 'คำสั่งค้นใหญ่เกินไป: จำนวนชื่อแทนเป็น 31 แต่กำหนดไว้ไม่เกิน 30 โดยเกินที่ "stations.a30"' }] },
    isKept: false,
  },
  {
    name: 'the limit of fields, with fragments expanded',
    query: `query Q { stations { ${many(41, () => '...F')} } } fragment F on Station { ${many(50, () => 'id')} }`,
    status: 400,
    code: 'DOCUMENT_TOO_LARGE',
    isKept: false,
  },
  {
    name: 'the limit of root fields',
    query: `query Q { ${many(21, () => '__typename')} }`,
    status: 400,
    code: 'DOCUMENT_TOO_LARGE',
    isKept: false,
  },
  {
    name: 'the limit of directives',
    query: `query Q { stations { name ${many(51, () => '@include(if: true)')} } }`,
    status: 400,
    code: 'DOCUMENT_TOO_LARGE',
    isKept: false,
  },
  {
    name: 'the limit of nodes',
    query: 'query Q($first: Int) { stations { readings(first: $first) { celsius } } }',
    variables: { first: 1_000_000 },
    status: 400,
    code: 'DOCUMENT_TOO_LARGE',
  },
  {
    name: 'the cost that a caller may use',
    query: 'query Q($first: Int) { stations { readings(first: $first) { celsius } } }',
    variables: { first: 600 },
    gateway: 'closed',
    status: 429,
    code: 'RATE_LIMITED',
    headersToMatch: { 'retry-after': '60', ratelimit: '"requests";r=99;t=60, "cost";r=499;t=60' },
  },
  {
    name: 'the requests that a caller may send in a minute, in Thai',
    query: 'query Q { stations { name } }',
    headers: { 'accept-language': 'th' },
    gateway: 'limited',
    isRepeated: true,
    status: 429,
    code: 'RATE_LIMITED',
    body: { errors: [{ message: 'ท่านส่งคำขอมากเกินไปในเวลาสั้น โปรดลองใหม่ภายหลัง' }] },
    headersToMatch: { 'retry-after': '60', ratelimit: '"requests";r=0;t=60' },
  },
  {
    name: 'an overloaded gateway',
    query: 'query Q { stations { name } }',
    gateway: 'full',
    status: 503,
    code: 'OVERLOADED',
    isKept: false,
  },
  {
    name: 'a syntax error',
    query: 'query Q { stations { name: } }',
    status: 400,
    code: 'GRAPHQL_PARSE_FAILED',
    isKept: false,
  },
  {
    name: 'an unknown field',
    query: 'query Q { stationz { name } }',
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
    body: {
      errors: [{ message: 'Cannot query field "stationz" on type "Query". Did you mean "station" or "stations"?' }],
    },
    isKept: false,
  },
  {
    name: 'an unknown field, in Thai and in production',
    query: 'query Q { stationz { name } }',
    headers: { 'accept-language': 'th' },
    gateway: 'closed',
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
    body: { errors: [{ message: 'ไม่มีฟิลด์ "stationz" ในชนิดข้อมูล "Query"' }] },
    isKept: false,
  },
  {
    name: 'an unknown field, for a legacy client',
    query: 'query Q { nowhere }',
    headers: { accept: 'application/json' },
    status: 200,
    code: 'GRAPHQL_VALIDATION_FAILED',
    isKept: false,
  },
  {
    name: 'introspection where it is off',
    query: 'query Q { __schema { queryType { name } } }',
    gateway: 'closed',
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
    isKept: false,
  },
  {
    name: 'an operation that the document does not have',
    query: 'query Q { stations { name } }',
    operationName: 'R',
    status: 400,
    code: 'OPERATION_RESOLUTION_FAILURE',
    isKept: false,
  },
  {
    name: 'an empty operation name',
    query: 'query Q { stations { name } }',
    operationName: '',
    status: 200,
    code: undefined,
    body: { data: { stations } },
  },
  {
    name: 'a subscription',
    query: 'subscription Q { stations { name } }',
    status: 400,
    code: 'SUBSCRIPTIONS_NOT_SERVED',
    isKept: false,
  },
  {
    name: 'a variable that is missing',
    query: 'query Q($ids: [ID!]!) { tour(ids: $ids) { name } }',
    status: 400,
    code: 'BAD_USER_INPUT',
    body: { errors: [{ extensions: { argument: 'ids' } }] },
  },
  {
    name: 'a variable of another type, in Thai',
    query: 'query Q($ids: [ID!]!) { tour(ids: $ids) { name } }',
    variables: { ids: [{}] },
    headers: { 'accept-language': 'th' },
    status: 400,
    code: 'BAD_USER_INPUT',
    body: { errors: [{ message: expect.stringMatching(/^ตัวแปร "\$ids" มีค่าที่ใช้ไม่ได้ที่ "ids\[0\]"/) }] },
  },
  {
    name: 'variables that are null',
    query: 'query Q { stations { name } }',
    variables: null,
    status: 200,
    code: undefined,
    body: { data: { stations } },
  },
  {
    name: 'variables that are a list',
    query: 'query Q { stations { name } }',
    variables: [],
    status: 400,
    code: 'BAD_REQUEST',
    isKept: false,
  },
  {
    name: 'an error of a subgraph',
    query: 'query Q { trouble(kind: "deliberate") stations { name } }',
    status: 200,
    code: 'NOT_FOUND',
    body: { data: { trouble: null, stations }, extensions: { missing: [{ path: ['trouble'], subgraph: 'stations' }] } },
  },
  {
    name: 'an unexpected error of a subgraph, in Thai',
    query: 'query Q { trouble(kind: "unexpected") }',
    headers: { 'accept-language': 'th' },
    status: 200,
    code: 'INTERNAL_SERVER_ERROR',
    body: { errors: [{ message: 'เกิดข้อผิดพลาดที่ไม่คาดคิด' }] },
  },
  {
    name: 'an entity that its subgraph does not have',
    query: 'query Q { tour(ids: ["west"]) { latest { celsius } } }',
    status: 200,
    code: undefined,
    body: {
      data: { tour: [{ latest: null }] },
      extensions: { missing: [{ path: ['tour', 0, 'latest'], subgraph: 'readings', code: 'REFERENCE_NOT_FOUND' }] },
    },
  },
  {
    name: 'a field that the caller may not read',
    query: 'query Q { open mine }',
    gateway: 'guarded',
    status: 200,
    code: 'UNAUTHENTICATED',
    body: {
      data: { open: 'open', mine: null },
      errors: [{ message: 'Sign in to do this.', path: ['mine'], extensions: { coordinate: 'Query.mine' } }],
    },
  },
  {
    name: 'an operation that the caller may not run, in Thai',
    query: 'query Q { mine }',
    headers: { 'accept-language': 'th' },
    gateway: 'guarded',
    status: 401,
    code: 'UNAUTHENTICATED',
    body: { errors: [{ message: 'โปรดเข้าสู่ระบบก่อนทำรายการนี้', path: ['mine'] }] },
    headersToMatch: { 'www-authenticate': 'Bearer' },
  },
  {
    name: 'a mutation that the caller may not run',
    query: 'mutation Q { count put(text: "x") }',
    gateway: 'guarded',
    status: 401,
    code: 'UNAUTHENTICATED',
    methods: ['POST'],
  },
  {
    name: 'a wrong token',
    query: 'query Q { open }',
    headers: { authorization: 'Bearer a.b.c' },
    gateway: 'guarded',
    status: 401,
    code: 'UNAUTHENTICATED',
    isKept: false,
  },
  {
    name: 'a page of another site',
    query: 'query Q { stations { name } }',
    headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    status: 400,
    code: 'BAD_REQUEST',
    isKept: false,
    methods: ['GET'],
  },
  {
    name: 'a page of another site that asked for leave',
    query: 'query Q { stations { name } }',
    headers: { origin: 'https://elsewhere.example', 'apollo-require-preflight': 'true' },
    status: 200,
    code: undefined,
    methods: ['GET'],
  },
  {
    name: 'a body type in a GET, of a program',
    query: 'query Q { stations { name } }',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    isKept: false,
    methods: ['GET'],
  },
  {
    name: 'a body type in a GET, of a page of another site',
    query: 'query Q { stations { name } }',
    headers: { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' },
    status: 400,
    code: 'BAD_REQUEST',
    isKept: false,
    methods: ['GET'],
  },
  {
    name: 'a parameter that is given twice',
    query: 'query Q($ids: [ID!] = []) { tour(ids: $ids) { name } }',
    variables: { ids: ['south'] },
    search: `&variables=${encodeURIComponent('{"ids":["north"]}')}`,
    status: 400,
    code: 'BAD_REQUEST',
    isKept: false,
    methods: ['GET'],
  },
  {
    name: 'a mutation in an address',
    query: 'mutation Q { rename(id: "north", name: "N") { name } }',
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    headersToMatch: { allow: 'POST' },
    isKept: false,
    methods: ['GET'],
  },
  {
    name: 'a mutation in a body',
    query: 'mutation Q { rename(id: "north", name: "N") { name } }',
    status: 200,
    code: undefined,
    body: { data: { rename: { name: 'N' } } },
    methods: ['POST'],
  },
];

type Document = { query: string } | { documentId: string } | { extensions: object; query?: string };
type Send = (document: Document, own?: Asked) => Promise<Shown>;

interface Way {
  name: string;
  method: 'GET' | 'POST';
  /** The document has to be kept under a hash that the client has sent before. */
  needsKept?: boolean;
  /** The text is among those that were persisted before the gateway started. */
  isPersisted?: boolean;
  /** Appended to the text. */
  others?: string;
  run: (send: Send, text: string) => Promise<Shown>;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const apq = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(text) } });

const WAYS: Way[] = (['POST', 'GET'] as const).flatMap((method): Way[] => [
  { name: `${method}, first seen`, method, run: (send, text) => send({ query: text }) },
  {
    name: `${method}, seen again`,
    method,
    run: async (send, text) => {
      await send({ query: text });
      await send({ query: text });
      return send({ query: text });
    },
  },
  {
    name: `${method}, a persisted document`,
    method,
    isPersisted: true,
    run: (send, text) => send({ documentId: `sha256:${hashOf(text)}` }),
  },
  {
    name: `${method}, an automatic persisted query with its text`,
    method,
    run: (send, text) => send({ query: text, extensions: apq(text) }),
  },
  {
    name: `${method}, an automatic persisted query`,
    method,
    needsKept: true,
    run: async (send, text) => {
      await send({ query: text, extensions: apq(text) });
      return send({ extensions: apq(text) });
    },
  },
  {
    name: `${method}, one of several operations`,
    method,
    others: ' query Other { __typename } query Another { __typename }',
    run: async (send, text) => {
      await send({ query: text }, { operationName: 'Other', headers: {} });
      return send({ query: text }, { operationName: 'Q' });
    },
  },
]);

/** The response without the request id and the date, which differ each time. */
interface Shown {
  status: number;
  headers: Record<string, string>;
  text: string;
}

interface Variant {
  plugins: ApolloServerPlugin[];
  /** Of each gateway. */
  env: Record<string, string>;
}

const VARIANTS: [string, Variant][] = [
  ['without plugins', { plugins: [], env: {} }],
  ['with a plugin', { plugins: [{ requestDidStart: async () => ({}) }], env: {} }],
  ['with results in memory', { plugins: [], env: { CACHE_MB: '16' } }],
];

/** Each way of each rule has a text of its own, so that no other one has made it known. */
const textOf = (rule: Rule, way: Way, variant: string) =>
  `${rule.query}${way.others ?? ''} # ${RULES.indexOf(rule)} ${WAYS.indexOf(way)} ${variant}`;

let weather: WeatherGraph;
let guarded: GuardedGraph;
let key: Awaited<ReturnType<typeof keyFile>>;
let folder: string;

beforeAll(async () => {
  [weather, guarded, key, folder] = await Promise.all([
    startWeatherGraph(),
    startGuardedGraph(),
    keyFile(newKeys()),
    mkdtemp(join(tmpdir(), 'citylink-ways-')),
  ]);
  for (const [name, { supergraphFile }] of Object.entries({ weather, guarded })) {
    await mkdir(join(folder, name, 'operations'), { recursive: true });
    await cp(supergraphFile, join(folder, name, 'supergraph.graphql'));
  }
  const persisted = VARIANTS.flatMap(([variant]) =>
    RULES.flatMap((rule) =>
      WAYS.filter(({ isPersisted }) => isPersisted).map((way) => ({ rule, text: textOf(rule, way, variant) })),
    ),
  );
  await Promise.all(
    persisted.map(({ rule, text }, index) =>
      writeFile(
        join(folder, rule.gateway === 'guarded' ? 'guarded' : 'weather', 'operations', `${index}.graphql`),
        text,
      ),
    ),
  );
});

afterAll(async () => {
  await Promise.all([weather?.close(), guarded?.close(), key?.remove()]);
  await rm(folder, { recursive: true, force: true });
});

describe.each(VARIANTS)('%s', (variant, { plugins, env: ofVariant }) => {
  const keepsResults = ofVariant['CACHE_MB'] !== undefined;
  let gateways: Record<NonNullable<Rule['gateway']>, RunningGateway>;

  beforeAll(async () => {
    const env = { ...ofVariant, SUPERGRAPH_FILE: join(folder, 'weather', 'supergraph.graphql') };
    if (keepsResults)
      weather.stations.behave((_request, response, honest) => {
        response.setHeader('content-type', 'application/json').setHeader('cache-control', 'max-age=600');
        void honest().then((result) => response.end(JSON.stringify(result)));
      });
    const [open, closed, guardedGateway, limited, full] = await Promise.all([
      startGateway(env, { plugins }),
      startGateway(
        {
          ...env,
          NODE_ENV: 'production',
          SHUTDOWN_GRACE_MS: '0',
          TRUSTED_PROXIES: '1',
          LIMIT_REQUESTS: '100',
          LIMIT_COST: '500',
        },
        { plugins },
      ),
      startGateway(
        {
          ...ofVariant,
          SUPERGRAPH_FILE: join(folder, 'guarded', 'supergraph.graphql'),
          AUTH_PUBLIC_KEY_FILE: key.file,
          AUTH_ISSUER: ISSUER,
          AUTH_AUDIENCE: AUDIENCE,
        },
        { plugins },
      ),
      startGateway({ ...env, TRUSTED_PROXIES: '1', LIMIT_REQUESTS: '1' }, { plugins }),
      startGateway({ ...env, OVERLOAD_REQUESTS: '1', SUBGRAPH_TIMEOUT_MS: '60000' }, { plugins }),
    ]);
    gateways = { open, closed, guarded: guardedGateway, limited, full };
  });

  afterAll(() => {
    weather.stations.behave();
    return Promise.all(Object.values(gateways ?? {}).map((gateway) => gateway.close()));
  });

  test.each(RULES.map((rule) => [rule.name, rule] as const))(
    '%s has the same result for every kind of request',
    async (_name, rule) => {
      const ways = WAYS.filter(
        ({ method, needsKept, others }) =>
          (rule.methods?.includes(method) ?? true) &&
          !(needsKept && rule.isKept === false) &&
          !(others && rule.operationName !== undefined),
      );
      const shown: [string, Shown][] = [];
      const end = rule.gateway === 'full' ? await fillGateway() : undefined;
      for (const way of ways) shown.push([way.name, await way.run(senderOf(rule, way), textOf(rule, way, variant))]);
      await end?.();

      const [, reference] = shown[0]!;
      const { errors } = JSON.parse(reference.text) as { errors?: { extensions: { code: string } }[] };
      expect({ status: reference.status, code: errors?.[0]!.extensions.code }).toEqual({
        status: rule.status,
        code: rule.code,
      });
      if (keepsResults && rule.name === 'a result')
        expect(shown.filter(([, { headers }]) => 'age' in headers).map(([name]) => name)).toEqual(
          expect.arrayContaining(['POST, seen again', 'GET, seen again']),
        );
      if (rule.body) expect(JSON.parse(reference.text)).toMatchObject(rule.body);
      if (rule.headersToMatch) expect(reference.headers).toMatchObject(rule.headersToMatch);
      expect(reference.headers['content-type']).toMatch(/^application\/(graphql-response\+)?json; charset=utf-8$/);
      for (const [name, each] of shown) {
        const isCacheable = name.startsWith('GET') && each.status === 200 && !errors;
        expect([name, each.headers['cache-control'] ?? 'no-store', 'etag' in each.headers]).toEqual([
          name,
          isCacheable ? 'private, no-cache' : 'no-store',
          isCacheable,
        ]);
        expect({ name, ...withoutCaching(each) }).toEqual({ name, ...withoutCaching(reference) });
      }
    },
  );

  test.each(RULES.filter(isForStreams).map((rule) => [rule.name, rule] as const))(
    '%s has the same result over an event stream and a WebSocket, and as a live query',
    async (_name, rule) => {
      const { url } = gateways[rule.gateway ?? 'open'];
      const { query, operationName, variables, extensions } = rule;
      const ask = (text: string) => ({
        url,
        body: { query: `${text} # ${variant} over streams`, operationName, variables, extensions },
        headers: { ...rule.headers, 'x-forwarded-for': nextAddress() },
      });
      const reference = await senderOf(rule, WAYS[0]!)({ query: ask(query).body.query });
      const expected = JSON.parse(reference.text) as GraphResponse;
      expect(await firstOfEventStream(ask(query))).toEqual(expected);
      // What graphql-ws itself refuses closes the connection, as a wrong token does.
      if (rule.headers?.['authorization'] === undefined && !Array.isArray(variables))
        expect(await firstOfWebSocket(ask(query))).toEqual(
          // It tells errors alone where there is no result.
          expected.data === undefined ? { errors: expected.errors } : expected,
        );
      if (!query.startsWith('query')) return;
      const live = query.replace(/^query Q(\((?:[^()]|\([^()]*\))*\))?/, '$& @live');
      const { data, errors = [] } = await firstOfEventStream(ask(live));
      expect([data, errors.map(codeOf)]).toEqual([expected.data, (expected.errors ?? []).map(codeOf)]);
    },
  );

  test.each(WAYS.filter(({ method }) => method === 'GET').map((way) => [way.name, way] as const))(
    'a client that has the current response gets 304: %s',
    async (_name, way) => {
      const rule = RULES[0]!;
      const text = textOf(rule, way, `${variant} etag`).replace(/#.*$/, '');
      const known = way.isPersisted ? textOf(rule, way, variant) : text;
      const { headers } = await way.run(senderOf(rule, way), known);
      const again = await way.run(senderOf({ ...rule, headers: { 'if-none-match': headers['etag']! } }, way), known);
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', headers['etag']]);
    },
  );

  /**
   * Has the full gateway run a request as long as its subgraph is held.
   *
   * @returns a function that ends the request
   */
  async function fillGateway(): Promise<() => Promise<void>> {
    const held = holdRequests('{"data":{"hottest":null}}');
    weather.readings.behave(held.behaviour);
    const running = gateways.full.query('{ hottest { celsius } }');
    await until(
      () => gateways.full.counters()['requestsInFlight'],
      (count) => count === 1,
    );
    return async () => {
      held.release();
      await running;
      weather.readings.behave();
    };
  }

  function senderOf(rule: Rule, { method }: Way): Send {
    return async (document, own = {}) => {
      const { operationName, variables, extensions, headers = {}, search = '' } = { ...rule, ...own };
      const parameters = {
        ...(operationName !== undefined && { operationName }),
        ...(variables !== undefined && { variables }),
        ...document,
        ...((extensions ?? 'extensions' in document) && {
          extensions: { ...extensions, ...('extensions' in document ? document.extensions : {}) },
        }),
      };
      const all = { ...headers, 'x-forwarded-for': nextAddress() };
      const { url } = gateways[rule.gateway ?? 'open'];
      const ask = () =>
        method === 'POST'
          ? fetch(`${url}/graphql`, {
              method,
              headers: { 'content-type': 'application/json', ...all },
              body: JSON.stringify(parameters),
            })
          : fetch(`${url}/graphql?${searchOf(parameters)}${search}`, { headers: all });
      if (rule.isRepeated) await (await ask()).arrayBuffer();
      const response = await ask();
      return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
    };
  }
});

interface GraphResponse {
  data?: unknown;
  errors?: { extensions: { code: string } }[];
}

const codeOf = ({ extensions: { code } }: { extensions: { code: string } }) => code;

/** Media types and addresses are those of `/graphql` alone; a full gateway is asked once. */
function isForStreams({ methods, headers, gateway, isRepeated }: Rule): boolean {
  return (methods?.includes('POST') ?? true) && headers?.['accept'] === undefined && gateway !== 'full' && !isRepeated;
}

interface AskedOverStream {
  url: string;
  body: object;
  headers: Record<string, string>;
}

async function firstOfEventStream({ url, body, headers }: AskedOverStream): Promise<GraphResponse> {
  const response = await fetch(`${url}/graphql/stream`, {
    method: 'POST',
    headers: { ...headers, accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  let text = '';
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    const data = response.status === 200 ? /^data: (.*)\n\n/m.exec(text)?.[1] : undefined;
    // The end of the loop ends the stream.
    if (data !== undefined) return JSON.parse(data) as GraphResponse;
  }
  return JSON.parse(text) as GraphResponse;
}

async function firstOfWebSocket({ url, body, headers }: AskedOverStream): Promise<GraphResponse> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  return new Promise<GraphResponse>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`The WebSocket was closed with ${code}`)));
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data as Buffer)) as { type: string; payload: GraphResponse };
      if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: body }));
      else resolve(type === 'error' ? { errors: payload as GraphResponse['errors'] } : payload);
    });
  }).finally(() => socket.terminate());
}

/** Every request comes from another caller. */
let addresses = 0;
const nextAddress = () => `10.0.${(addresses += 1) >> 8}.${addresses & 255}`;

function searchOf(parameters: object): URLSearchParams {
  return new URLSearchParams(
    Object.entries(parameters).map(([name, value]: [string, unknown]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

/** Without what differs from one response to the next, and between a GET and a POST. */
function withoutCaching({ status, headers, text }: Shown): Shown {
  const told = { ...headers };
  for (const name of ['age', 'date', 'x-request-id', 'etag', 'cache-control', 'vary', 'connection', 'keep-alive'])
    delete told[name];
  // Drawn at random under overload.
  if (status === 503) delete told['retry-after'];
  return { status, headers: told, text };
}
