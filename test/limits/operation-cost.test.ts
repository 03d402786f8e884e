import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getOperationAST, parse, type GraphQLSchema } from 'graphql';
import { buildSchema } from '../../gateway/graphql-document/build-schema.js';
import { estimateCost, locateCost } from '../../gateway/limits/cost/operation-cost.js';
import { DEFAULT_LIMITS } from '../../gateway/limits/document-limits.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

const LINK = 'schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost", "@listSize"]) { query: Query }';

/** What says nothing of costs, as a foreign supergraph. */
const PLAIN = `
  type Query { cities(first: Int, after: String): Cities! byId(ids: [ID!]!): [City] events(limit: Int = 3): [Event!]! city: City any: [Any] grid: [[City]] }
  type Cities { nodes: [City!]! edges: [Edge!]! totalCount: Int! }
  type Edge { node: City! }
  type City { id: ID! events(first: Int): Events! mayor: Person hosts: [Person!]! tags: [String!]! }
  type Events { nodes: [Event!]! }
  type Event { id: ID! }
  type Person { id: ID! city: City }
  union Any = City | Event
`;

const DECLARED = `${LINK}
  type Query {
    cities(first: Int, last: Int): Cities @listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["nodes"], requireOneSlicingArgument: false)
    hits(first: Int = 10): [City!]! @listSize(assumedSize: 5, slicingArguments: ["first"], requireOneSlicingArgument: false)
    stats(filter: Filter): Stats @cost(weight: 20)
    find(text: String @cost(weight: 7), filter: Filter): City
    things: [Thing!]! @listSize(assumedSize: 4)
    members(first: Int, filter: Members): Cities @tag(name: "list-length-30") @listSize(assumedSize: 20, slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false)
  }
  input Filter { id: ID near: Filter @cost(weight: 3) }
  input Members { cohort: ID @tag(name: "list-length-9") region: ID }
  type Cities { nodes: [City!]! missing: [Problem!]! @listSize(assumedSize: 2) totalCount: Int @cost(weight: 1) }
  type Problem { id: ID }
  type City { id: ID! challenges: [Challenge!]! @listSize(assumedSize: 8) }
  type Challenge @cost(weight: 2) { code: ID! city: City! }
  type Stats { count: Int }
  interface Thing { id: ID }
  type A implements Thing { id: ID cities: [City!]! @listSize(assumedSize: 6) }
  type B implements Thing { id: ID city: City }
`;

const LIST_SIZE = 10;

function schemaOf(sdl: string): GraphQLSchema {
  return buildSchema(parse(sdl));
}

function estimate(schema: GraphQLSchema, query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  return estimateCost(schema, document, getOperationAST(document)!, { listSize: LIST_SIZE })(variables);
}

describe('the cost of an operation on a schema without cost directives', () => {
  const schema = schemaOf(PLAIN);

  test.each([
    ['one object', '{ city { id } }', {}, 1],
    ['objects within objects', '{ city { mayor { city { id } } } }', {}, 3],
    ['a connection with a size', '{ cities(first: 7) { nodes { id } } }', {}, 1 + 7],
    ['a connection without its size', '{ cities { nodes { id } } }', {}, 1 + 10],
    ['both forms of one connection', '{ cities(first: 7) { nodes { id } edges { node { id } } } }', {}, 1 + 7 + 2 * 7],
    ['a connection of which only the count is read', '{ cities(first: 7) { totalCount } }', {}, 1],
    [
      'lists within lists',
      '{ cities(first: 7) { nodes { events(first: 3) { nodes { id } } } } }',
      {},
      1 + 7 * (1 + 1 + 3),
    ],
    ['a size in a variable', 'query ($n: Int) { cities(first: $n) { nodes { id } } }', { n: 9 }, 1 + 9],
    ['a default of a variable', 'query ($n: Int = 11) { cities(first: $n) { nodes { id } } }', {}, 1 + 11],
    ['null for a default', 'query ($n: Int = 11) { cities(first: $n) { nodes { id } } }', { n: null }, 1 + 10],
    ['a variable that is not given', 'query ($n: Int) { cities(first: $n) { nodes { id } } }', {}, 1 + 10],
    [
      'a variable with an invalid value',
      'query ($n: Int) { cities(first: $n) { nodes { id } } }',
      { n: { $gt: '' } },
      1 + 10,
    ],
    ['a default of the schema', '{ events { id } }', {}, 3],
    ['keys', '{ byId(ids: ["a", "b"]) { id } }', {}, 2],
    ['keys in a variable', 'query ($ids: [ID!]!) { byId(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] }, 3],
    ['keys in the default of a variable', 'query ($ids: [ID!] = ["a", "b"]) { byId(ids: $ids) { id } }', {}, 2],
    ['keys in variables', 'query ($a: ID!) { byId(ids: [$a, $a, $a]) { id } }', { a: 'x' }, 3],
    ['a list that takes no size', '{ city { hosts { id } } }', {}, 1 + 10],
    ['a list of lists', '{ grid { id } }', {}, 100],
    ['texts, which are no objects', '{ city { tags } }', {}, 1],
    ['the schema itself', '{ __schema { types { name fields { name } } } __typename }', {}, 0],
    ['aliases', '{ a: cities(first: 2) { nodes { id } } b: cities(first: 3) { nodes { id } } }', {}, 2 + 5],
    [
      'fragments',
      '{ cities(first: 2) { ...Page } } fragment Page on Cities { nodes { ... on City { hosts { id } } } }',
      {},
      1 + 2 * (1 + 10),
    ],
    [
      'one fragment in lists of several sizes',
      '{ a: cities(first: 2) { ...Page } b: cities(first: 3) { ...Page } } fragment Page on Cities { nodes { id } }',
      {},
      1 + 2 + 1 + 3,
    ],
    ['a union', '{ any { ... on City { events(first: 2) { nodes { id } } } ... on Event { id } } }', {}, 10 * (1 + 3)],
    ['what is left out', '{ city @skip(if: true) { id } events @include(if: false) { id } }', {}, 0],
    [
      'fields that a variable skips',
      'query ($v: Boolean!) { city @skip(if: $v) { id } events @include(if: $v) { id } }',
      { v: true },
      3,
    ],
  ])('is estimated for %s', (_what, query, variables, expected) => {
    expect(estimate(schema, query, variables)).toBe(expected);
  });
});

describe('the cost of an operation on a schema with @listSize and @cost', () => {
  const schema = schemaOf(DECLARED);

  test.each([
    ['a slicing argument', '{ cities(last: 7) { nodes { id } } }', {}, 1 + 7],
    ['the assumed size without one', '{ cities { nodes { id } } }', {}, 1 + 20],
    ['the assumed size for null', '{ cities(first: null) { nodes { id } } }', {}, 1 + 20],
    ['the larger of two', '{ cities(first: 3, last: 7) { nodes { id } } }', {}, 1 + 7],
    ['the fields that it sizes, and no others', '{ cities(first: 7) { nodes { id } missing { id } } }', {}, 1 + 7 + 2],
    ['a default of the schema before an assumed size', '{ hits { id } }', {}, 10],
    ['a list that takes an argument', '{ hits(first: 3) { id } }', {}, 3],
    ['a plain list, and the weight of its type', '{ hits(first: 1) { challenges { code } } }', {}, 1 + 8 * 2],
    ['the weight of a field', '{ stats { count } }', {}, 20],
    ['the weight of a leaf', '{ cities(first: 5) { totalCount } }', {}, 1 + 1],
    ['the weight of an argument', '{ find(text: "x") { id } }', {}, 7 + 1],
    ['the weight of fields of an input', '{ find(filter: { near: { near: { id: "x" } } }) { id } }', {}, 3 + 3 + 1],
    [
      'the weight of fields of an input in a variable',
      'query ($f: Filter) { stats(filter: $f) { count } }',
      { f: { near: { near: {} } } },
      20 + 3 + 3,
    ],
    ['a declared length', '{ members(first: 100) { nodes { id } } }', {}, 1 + 30],
    ['a page below a declared length', '{ members(first: 7) { nodes { id } } }', {}, 1 + 7],
    [
      'what a filter leaves',
      'query ($n: Int, $f: Members) { members(first: $n, filter: $f) { nodes { id } } }',
      { n: 100, f: { cohort: 'x', region: 'y' } },
      1 + 9,
    ],
    ['what a filter leaves of the assumed size', '{ members(filter: { cohort: "x" }) { nodes { id } } }', {}, 1 + 9],
    ['a filter that leaves any number', '{ members(first: 25, filter: { region: "y" }) { nodes { id } } }', {}, 1 + 25],
    [
      'the most expensive of types that exclude each other',
      '{ things { id ... on A { cities { id } } ... on B { city { id } } } }',
      {},
      4 * (1 + 6),
    ],
  ])('is estimated with %s', (_what, query, variables, expected) => {
    expect(estimate(schema, query, variables)).toBe(expected);
  });

  test('follows the names that the supergraph gives to the directives', () => {
    const link =
      'schema @link(url: "https://specs.apollo.dev/cost/v0.1", as: "price", import: [{ name: "@listSize", as: "@sized" }]) { query: Query }';
    const sdl = `${link} type Query { a: [A!]! @sized(assumedSize: 4) b: A @price(weight: 9) c: [A!] @listSize(assumedSize: 2) } type A { id: ID }`;
    expect(estimate(schemaOf(sdl), '{ a { id } b { id } c { id } }')).toBe(4 + 9 + LIST_SIZE);
  });

  test('has the path that costs most', () => {
    const document = parse(
      'query ($n: Int) { find(text: "x") { id } mine: cities(first: $n) { ...Page } } fragment Page on Cities { missing { id } nodes { id challenges { city { id } } } }',
    );
    const locate = (n: number) =>
      locateCost(schema, document, getOperationAST(document)!, { listSize: LIST_SIZE }, { n });
    expect(locate(50)).toEqual({ path: 'mine.nodes.challenges', coordinate: 'City.challenges', size: 8 });
    expect(locate(0)).toEqual({ path: 'find', coordinate: 'Query.find', size: undefined });
  });
});

describe('the duration of an estimate', () => {
  test('grows with the document, not with what its fragments expand to', () => {
    const levels = 300;
    const fragments = Array.from(
      { length: levels },
      (_, level) => `fragment F${level + 1} on City { id ...F${level} ...F${level} mayor { city { ...F${level} } } }`,
    );
    const cost = estimate(
      schemaOf(PLAIN),
      `{ city { ...F${levels} } } fragment F0 on City { id } ${fragments.join(' ')}`,
    );
    expect(cost).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('the cost of operations on the network', () => {
  const schema = schemaOf(readFileSync('schema/supergraph.graphql', 'utf8'));
  const folder = 'schema/operations';
  const names = readdirSync(folder).flatMap((file) => /^(.*)\.graphql$/.exec(file)?.[1] ?? []);

  test('of the cities of a cohort counts as many as a cohort has, however large the page is', () => {
    const nodes = '{ nodes { id events(first: 3) { nodes { id } } } }';
    const ofPage = (first: number) =>
      estimate(schema, `{ cities(filter: { cohort: "THAI_2020" }, first: ${first}) ${nodes} }`);
    expect(ofPage(100)).toBe(ofPage(30));
    const members = (first: number) =>
      estimate(schema, `{ cohort(id: "THAI_2020") { members(first: ${first}) { nodes { city { id } } } } }`);
    expect(members(100)).toBe(members(30));
    expect(members(100)).toBeGreaterThan(members(20));
  });

  test.each(names)('%s is below the limit', (name) => {
    const query = readFileSync(`${folder}/${name}.graphql`, 'utf8');
    const variables = JSON.parse(readFileSync(`${folder}/${name}.variables.json`, 'utf8')) as Record<string, unknown>;
    const cost = estimate(schema, query, variables);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(DEFAULT_LIMITS.nodes);
  });

  test('of plain lists within plain lists is far above the limit, and refused with the number and the list', async () => {
    const cities = Array.from({ length: 20 }, (_, index) => `a${index}: city(id: "th-phuket") { ...F4 }`);
    const fragments = [1, 2, 3, 4].map(
      (level) =>
        `fragment F${level} on City { challenges { city { ...F${level - 1} } } memberships { city { ...F${level - 1} } } }`,
    );
    const query = `{ ${cities.join(' ')} } ${fragments.join(' ')} fragment F0 on City { id }`;
    expect(query.length).toBeLessThan(1_300);
    const cost = estimate(schema, query);
    expect(cost).toBeGreaterThan(100 * DEFAULT_LIMITS.nodes);

    const gateway = await startGateway({});
    try {
      const { status, body } = await gateway.query(query);
      expect([status, body.errors[0].extensions.code]).toEqual([400, 'DOCUMENT_TOO_LARGE']);
      expect(body.errors[0].message).toBe(
        `The query is too large: it costs about ${cost}, and the limit is ${DEFAULT_LIMITS.nodes}. Most of it is at "a0.challenges.city.challenges.city.challenges.city.challenges", where City.challenges has up to 8 elements each time. Ask for fewer of these, or for them in a request of their own.`,
      );
    } finally {
      await gateway.close();
    }
  });

  test('of 3,141 bytes that read megabytes out of lists within lists is refused, with the number and the list', async () => {
    const texts =
      'basis { en } confidence source { title publisher url lang } challenge { code name { th en } description { th en } }';
    const fragments = [1, 2, 3].map(
      (level) =>
        `fragment F${level} on City { id name { th en } note { en } challenges { ${texts} city { ...F${level - 1} } } memberships { note { en } kind confidence source { title publisher url lang } city { ...F${level - 1} } } }`,
    );
    const text = `{ city(id: "th-phuket") { ...F3 } } ${fragments.join(' ')} fragment F0 on City { id name { th en } note { en } challenges { basis { en } confidence } }`;
    const query = text.padEnd(3_141);
    expect(Buffer.byteLength(query)).toBe(3_141);
    const gateway = await startGateway({});
    try {
      const { status, body } = await gateway.query(query);
      expect([status, body.errors[0].extensions.code]).toEqual([400, 'DOCUMENT_TOO_LARGE']);
      expect(body.errors[0].message).toMatch(
        /^The query is too large: it costs about \d{5,}, and the limit is 10000\. Most of it is at "city\.challenges\.city\.[\w.]+", where City\.\w+ has up to \d+ elements each time\. Ask for fewer of these, or for them in a request of their own\.$/,
      );
    } finally {
      await gateway.close();
    }
  });
});

describe('an operation that would cost more than the limit', () => {
  const QUERY = 'query ($first: Int) { all: stations { readings(first: $first) { celsius } } }';
  let graph: WeatherGraph;

  beforeAll(async () => {
    graph = await startWeatherGraph();
  });

  afterAll(() => graph?.close());

  test.each(['compiled', 'stock'])(
    'is refused with the estimate, the limit and the most expensive list, also after it ran with other variables (%s)',
    async (EXECUTOR) => {
      await withGateway({ EXECUTOR, LIMIT_NODES: '50' }, async (gateway) => {
        const send = (first: number, headers?: Record<string, string>) => gateway.query(QUERY, { first }, headers);
        for (const first of [2, 4, 2]) expect((await send(first)).body.errors).toBeUndefined();
        graph.stations.received.length = 0;
        const { status, body } = await send(5);
        expect({ status, body }).toMatchObject({
          status: 400,
          body: {
            errors: [
              {
                message:
                  'The query is too large: it costs about 60, and the limit is 50. Most of it is at "all.readings", where Station.readings has up to 5 elements each time. Ask for fewer of these, or for them in a request of their own.',
                extensions: {
                  code: 'DOCUMENT_TOO_LARGE',
                  cost: 60,
                  limit: 50,
                  at: 'all.readings',
                  list: 'Station.readings',
                },
              },
            ],
          },
        });
        expect((await send(5, { 'accept-language': 'th' })).body.errors[0].message).toContain('ไม่เกิน 50');
        expect(graph.stations.received).toEqual([]);
      });
    },
  );

  test.each(['compiled', 'stock'])(
    'has its cost in the result of a client that sends the cost header (%s)',
    async (EXECUTOR) => {
      await withGateway({ EXECUTOR }, async (gateway) => {
        for (let times = 0; times < 3; times += 1) {
          const { body } = await gateway.query(QUERY, { first: 2 }, { 'citylink-cost': '1' });
          const stations: Array<{ readings: unknown[] }> = body.data.all;
          const returned = stations.reduce((sum, { readings }) => sum + 1 + readings.length, 0);
          expect(body.extensions.cost).toEqual({ estimated: 10 * (1 + 2), returned, limit: 10_000 });
          expect((await gateway.query(QUERY, { first: 2 })).body.extensions).toBeUndefined();
        }
      });
    },
  );

  async function withGateway(
    env: Record<string, string>,
    act: (gateway: RunningGateway) => Promise<void>,
  ): Promise<void> {
    const gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, ...env });
    try {
      await act(gateway);
    } finally {
      await gateway.close();
    }
  }
});
