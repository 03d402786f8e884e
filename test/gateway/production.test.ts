import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { stripSuggestion } from '../../gateway/pipeline/explain/format-error.js';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

const THAI = { 'accept-language': 'th' };

let graph: WeatherGraph;
let ours: { production: RunningGateway; development: RunningGateway };

beforeAll(async () => {
  graph = await startWeatherGraph();
  // Documents are refused before any subgraph request: no subgraph needs to run.
  const env = { SUPERGRAPH_FILE: 'schema/supergraph.graphql', EXECUTOR: 'stock', LIMIT_REQUESTS: '0' };
  ours = { production: await startGateway({ ...env, NODE_ENV: 'production' }), development: await startGateway(env) };
});

afterEach(() => {
  graph.stations.behave();
  graph.readings.behave();
});

afterAll(async () => {
  await ours?.production.close();
  await ours?.development.close();
  await graph?.close();
});

async function withGateway(
  env: Record<string, string>,
  act: (gateway: RunningGateway) => Promise<void>,
): Promise<void> {
  const gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, NODE_ENV: 'production', ...env });
  try {
    await act(gateway);
  } finally {
    await gateway.close();
  }
}

describe('in production the schema', () => {
  test.each([
    ['as tools ask for it', getIntrospectionQuery()],
    ['a type', '{ __type(name: "City") { name } }'],
    ['under another name', '{ a: __schema { queryType { name } } }'],
    ['in a fragment', '{ ...F } fragment F on Query { __schema { queryType { name } } }'],
    ['in a fragment without a type', '{ ... { ... on Query { __schema { queryType { name } } } } }'],
    ['beside data', '{ __typename __schema { queryType { name } } }'],
  ])('is not readable by introspection: %s', async (_how, query) => {
    const english = await ours.production.query(query);
    expect(english).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            message: expect.stringMatching(/^Introspection is disabled here: "__(schema|type)" is not allowed\.$/),
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          },
        ],
      },
    });
    expect(english.body.data).toBeUndefined();
    expect((await ours.production.query(query, {}, THAI)).body.errors[0].message).toMatch(
      /^ที่อยู่นี้ไม่เปิดให้อ่านสคีมา จึงไม่ตอบ "__(schema|type)"$/,
    );
    expect((await ours.development.query(query)).body.errors).toBeUndefined();
  });

  test('is readable with INTROSPECTION=on, and not with off', async () => {
    await withGateway({ INTROSPECTION: 'on' }, async (gateway) =>
      expect((await gateway.query('{ __schema { queryType { name } } }')).body).toEqual({
        data: { __schema: { queryType: { name: 'Query' } } },
      }),
    );
    await withGateway({ INTROSPECTION: 'off', NODE_ENV: 'development' }, async (gateway) =>
      expect((await gateway.query('{ __schema { queryType { name } } }')).status).toBe(400),
    );
  });

  test('still has __typename, which most clients select', async () => {
    await withGateway({}, async (gateway) =>
      expect((await gateway.query('{ __typename stations { __typename } }')).body.data).toEqual({
        __typename: 'Query',
        stations: [{ __typename: 'Station' }, { __typename: 'Station' }],
      }),
    );
  });
});

describe('in production no name of the schema is suggested for', () => {
  const CITIES = 'query ($filter: CityFilter) { cities(filter: $filter) { totalCount } }';
  test.each<[string, string, Record<string, unknown>?]>([
    ['a field', '{ citi(id: "a") { id } }'],
    ['a field of a type within', '{ city(id: "a") { name { tth } } }'],
    ['an argument', '{ city(idd: "a") { id } }'],
    ['a type', 'query ($a: CityFiltr) { cities(filter: $a) { totalCount } }'],
    ['a directive’s argument', '{ __typename @skip(iff: true) }'],
    ['a selection', '{ city(id: "a") }'],
    ['a value of an enum', '{ city(id: "a") { name { text(lang: EM) } } }'],
    ['an enum written as text', '{ city(id: "a") { name { text(lang: "EN") } } }'],
    ['a field of an input', 'mutation { declareChallenge(input: { cityIdd: "a" }) { id } }'],
    ['a field of an input in a variable', CITIES, { filter: { cohortt: 'x' } }],
    ['an enum in a variable', CITIES, { filter: { reached: { status: 'DESIGNATE', by: '2020-01-01' } } }],
    [
      'an enum of another case in a variable',
      CITIES,
      { filter: { reached: { status: 'designated', by: '2020-01-01' } } },
    ],
  ])('%s', async (_what, query, variables = {}) => {
    for (const headers of [{}, THAI]) {
      const suggested = (await ours.development.query(query, variables, headers)).body;
      const told = (await ours.production.query(query, variables, headers)).body;
      expect(JSON.stringify(suggested)).toMatch(headers === THAI ? /ท่านหมายถึง/ : /Did you mean/);
      expect(JSON.stringify(told)).not.toMatch(/ท่านหมายถึง|Did you mean/);
      expect(told.errors.map(({ extensions }: { extensions: object }) => extensions)).toEqual(
        suggested.errors.map(({ extensions }: { extensions: object }) => extensions),
      );
    }
  });

  test('text that the client wrote itself is kept', () => {
    expect(stripSuggestion('Variable "$a" got invalid value "Did you mean?"; Expected type "A".')).toBe(
      'Variable "$a" got invalid value "Did you mean?"; Expected type "A".',
    );
    expect(
      stripSuggestion('Value "x Did you mean y?" does not exist in "E" enum. Did you mean the enum value "Y"?'),
    ).toBe('Value "x Did you mean y?" does not exist in "E" enum.');
    const long = ' Did you mean '.repeat(20_000);
    expect(stripSuggestion(`${long}.`)).toBe(`${long}.`);
  });
});

describe.each(['compiled', 'stock'])('in production a client never gets (%s)', (EXECUTOR) => {
  test('a query plan or a trace, with any header that requests one', async () => {
    await withGateway({ EXECUTOR, PLAYGROUND: 'on' }, async (gateway) => {
      const headers = {
        'apollo-query-plan-experimental': '1',
        'apollo-query-plan-experimental-format': 'internal',
        'apollo-expose-query-plan': 'true',
        'apollo-federation-include-trace': 'ftv1',
        'apollo-tracing': '1',
        'x-apollo-tracing': '1',
      };
      graph.stations.behave(async (_request, response, honest) =>
        response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ ...(await honest()), extensions: { ftv1: 'AA==', tracing: { secret: true } } })),
      );
      for (let time = 0; time < 2; time += 1)
        expect((await gateway.query('{ stations { name } }', {}, headers)).body).toEqual({
          data: { stations: [{ name: 'North' }, { name: 'ใต้' }] },
        });
      for (const { headers: sent } of graph.stations.received)
        expect(Object.keys(sent).filter((name) => name.includes('apollo'))).toEqual([]);
    });
  });

  test('the internal fields and types of subgraphs', async () => {
    await withGateway({ EXECUTOR }, async (gateway) => {
      for (const query of [
        '{ _service { sdl } }',
        '{ _entities(representations: []) { __typename } }',
        '{ ... on _Entity { __typename } }',
        'query ($a: [_Any!]!) { __typename }',
        'query ($a: join__Graph) { __typename }',
      ]) {
        const { status, body } = await gateway.query(query);
        expect([status, body.errors[0].extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
        expect(body.data).toBeUndefined();
      }
    });
  });

  test('the name of a library, a path or an address in an error or a header', async () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    // Of these the names say what is spoken, not what it is made with.
    const names = Object.keys(dependencies)
      .filter((name) => !['graphql', 'tar', 'commander'].includes(name))
      .map((name) => name.replace(/^@(apollo|graphql-tools|fastify)\/.*|^@[^/]*\//, '$1'));
    const forbidden = new RegExp(
      `\\b(${[...new Set([...names, 'apollo', 'express', 'node(\\.js)?', 'graphql-js', 'mongo(db)?', 'v8'])].join('|')})\\b|stack|node_modules|\\.[jt]s\\b|\\d+\\.\\d+\\.\\d+\\.\\d+|localhost|/work|/home`,
      'i',
    );
    await withGateway({ EXECUTOR }, async (gateway) => {
      const json = { 'content-type': 'application/json' };
      const post = (body: string, headers: Record<string, string> = json) =>
        gateway.send('/graphql', { method: 'POST', headers, body });
      const answers = [
        ...(await Promise.all(
          [
            '',
            '{',
            'null',
            '[]',
            '[{"query":"{a}"}]',
            '{"query":{"kind":"Document"}}',
            '{"query":1}',
            '{}',
            '{"query":"{ a"}',
            '{"query":"{ a }"}',
            '{"query":"{ __schema { types { name } } }"}',
          ].map((body) => post(body)),
        )),
        ...(await Promise.all(
          [
            '{"query":"query A { __typename }","operationName":"B"}',
            '{"query":"subscription { a }"}',
            '{"query":"{ __typename }","variables":"{}"}',
            '{"query":"{ __typename }","extensions":"{}"}',
            '{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"x"}}}',
            '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}',
            '{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}',
          ].map((body) => post(body)),
        )),
        ...(await Promise.all(
          [
            '{"query":"{ stations @defer { name } }"}',
            '{"query":"query ($id: ID!) { station(id: $id) { name } }"}',
            '{"query":"{ trouble(kind: \\"x\\") }"}',
            '{"query":"{ trouble(kind: \\"deliberate\\") }"}',
            '{"query":"mutation { a }"}',
            '{"query":"query ($representations: ID!) { station(id: $representations) { name } }"}',
          ].map((body) => post(body)),
        )),
        await post('{"query":"{ __typename }"}', { ...json, accept: 'text/html' }),
        await post('{"query":"{ __typename }"}', { ...json, accept: 'multipart/mixed; deferSpec=20220824' }),
        await post('{"query":"{ __typename }"}', { 'content-type': 'text/plain' }),
        await post('{"query":"{ __typename }"}', { ...json, authorization: 'Bearer a.b.c' }),
        await gateway.send('/graphql?query={stations{name}}', {
          headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        }),
        await gateway.send('/graphql?query=mutation{a}'),
        await gateway.send('/graphql?query={a}&query={b}'),
        await gateway.send('/graphql?query={a}&variables=x'),
        await gateway.send('/graphql', { method: 'PUT', headers: json, body: '{}' }),
        await gateway.send('/nowhere'),
        await gateway.send('/%'),
      ];
      graph.readings.behave((request) => request.socket.destroy());
      answers.push(await gateway.query('{ stations { latest { celsius } } }'));
      expect(answers.filter(({ body }) => body.errors).length).toBeGreaterThanOrEqual(answers.length - 2);
      for (const { headers, body } of answers) {
        expect(JSON.stringify(body)).not.toMatch(forbidden);
        expect(JSON.stringify([...headers])).not.toMatch(forbidden);
      }
    });
  });
});

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'];

describe.each(['compiled', 'stock'])('names of Object.prototype are ordinary names (%s)', (EXECUTOR) => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, EXECUTOR });
  });
  afterAll(() => gateway?.close());

  /** The first time and when it is known. */
  async function twice(query: string, variables?: Record<string, unknown>, operationName?: string): Promise<string> {
    const send = async () => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables, operationName }),
      });
      return response.text();
    };
    const first = await send();
    expect(JSON.parse(await send())).toEqual(JSON.parse(first));
    return first.trimEnd();
  }

  test.each(NAMES)('%s as the alias of a field, in a list and of an entity’s', async (name) => {
    expect(
      await twice(
        `{ ${name}: station(id: "south") { ${name}: name latest { ${name}: celsius } } stations { ${name}: count } }`,
      ),
    ).toBe(`{"data":{"${name}":{"${name}":"ใต้","latest":{"${name}":33}},"stations":[{"${name}":2},{"${name}":1}]}}`);
  });

  test.each(NAMES)('%s as an operation, a fragment and an id', async (name) => {
    expect(
      await twice(
        `query ${name} { ...${name} } query Other { __typename } fragment ${name} on Query { station(id: "${name}") { name } }`,
        undefined,
        name,
      ),
    ).toBe('{"data":{"station":null}}');
    expect(
      JSON.parse(await twice('query A { __typename } query B { __typename }', undefined, name)).errors[0].extensions
        .code,
    ).toBe('OPERATION_RESOLUTION_FAILURE');
    expect(JSON.parse(await twice(`{ ...${name} }`)).errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test.each(NAMES)('%s as a variable: given, left to its default, and left out', async (name) => {
    const query =
      `query ($${name}: ID = "north", $list: [ID!] = ["south"]) { station(id: $${name}) { name } tour(ids: $list) { name } }`
        .replace('ID =', 'ID! =')
        .replace('[ID!] =', '[ID!]! =');
    const answer = (station: string) => `{"data":{"station":{"name":"${station}"},"tour":[{"name":"ใต้"}]}}`;
    expect(await twice(query)).toBe(answer('North'));
    expect(await twice(query, { [name]: 'south' })).toBe(answer('ใต้'));
    expect(
      JSON.parse(await twice(`query ($${name}: ID!) { station(id: $${name}) { name } }`)).errors[0].extensions.code,
    ).toBe('BAD_USER_INPUT');
    expect(await twice(`query ($${name}: Boolean = false) { stations @include(if: $${name}) { name } }`)).toBe(
      '{"data":{}}',
    );
    expect(
      await twice(`query ($${name}: Int) { station(id: "north") { readings(first: $${name}) { celsius } } }`),
    ).toBe('{"data":{"station":{"readings":[{"celsius":11.5},{"celsius":12}]}}}');
  });

  test('none of them has changed a prototype', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
