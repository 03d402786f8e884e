import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  getIntrospectionQuery,
  getNamedType,
  introspectionTypes,
  isLeafType,
  isObjectType,
  type GraphQLObjectType,
} from 'graphql';
import { startJudgedSupergraph, type JudgedSupergraph, type SupergraphParts } from './judged-supergraph.js';

const PARTS: SupergraphParts = {
  subgraphs: {
    shop: `
      "What the shop sells"
      type Query { items(by: Order = NAME, pick: Pick, old: Int @deprecated(reason: "Use by")): [Item!] }
      scalar Day @specifiedBy(url: "https://example.org/day")
      enum Order { NAME PRICE @deprecated(reason: "Unfair") }
      input Pick { id: ID name: String = "all" gone: Int @deprecated }
      interface Named { name: String }
      type Item implements Named @key(fields: "id") { id: ID! name: String price: Int @deprecated since: Day hidden: Int @inaccessible }
    `,
    stock:
      'type Item @key(fields: "id") { id: ID! count: Int! } union Any = Item type Mutation { count(pick: Pick): Any } input Pick { id: ID name: String = "all" gone: Int @deprecated }',
  },
  resolvers: {
    Query: {
      items: (_: unknown, { pick }: { pick?: { id?: string } }) => [{ id: pick?.id ?? 'i0', name: 'Lamp', price: 3 }],
    },
    Item: { count: () => 2 },
  },
  entities: { Item: (row) => row },
};

let graph: JudgedSupergraph;

beforeAll(async () => {
  graph = await startJudgedSupergraph(PARTS);
}, 60_000);

afterAll(() => graph?.close());

const types = introspectionTypes.filter(isObjectType);
/** The response path to objects of each introspection type, and the selections that hold them. */
const WITHIN: Readonly<Record<string, (selection: string) => string>> = {
  __Schema: (selection) => `{ __schema { ${selection} } }`,
  __Type: (selection) => `{ __schema { types { name ${selection} } } }`,
  __Directive: (selection) => `{ __schema { directives { name ${selection} } } }`,
  __Field: (selection) => `{ __schema { types { name fields(includeDeprecated: true) { name ${selection} } } } }`,
  __InputValue: (selection) =>
    `{ __schema { types { name inputFields(includeDeprecated: true) { name ${selection} } fields { args { name ${selection} } } } } }`,
  __EnumValue: (selection) =>
    `{ __schema { types { name enumValues(includeDeprecated: true) { name ${selection} } } } }`,
};

/** Every field of a type, with each of its arguments, one by one. */
function selectionsOf(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields()).flatMap(({ name, args, type: given }) => {
    const named = getNamedType(given);
    const inner = isLeafType(named) ? '' : ' { __typename }';
    return ['', ...args.flatMap((argument) => [`(${argument.name}: true)`, `(${argument.name}: false)`])].map(
      (given) => `${name}${given}${inner}`,
    );
  });
}

describe('introspection', () => {
  test('lists the fields of each introspection type that graphql-js has', async () => {
    for (const { name } of types)
      await graph.expectMergedResult(`{ __type(name: "${name}") { name fields { name args { name } } } }`);
  });

  async function expectEveryField(name: string): Promise<void> {
    const failed: string[] = [];
    for (const selection of selectionsOf(types.find((type) => type.name === name)!)) {
      const query = WITHIN[name]!(selection);
      await graph.expectMergedResult(query).catch(() => failed.push(query)); // The whole difference would be long.
    }
    expect(failed).toEqual([]);
  }

  test.each(['__Field', '__InputValue', '__EnumValue'])('of %s: each of its fields has its value', expectEveryField);

  test.each(['__Schema', '__Type', '__Directive'])('of %s: each of its fields has its value', expectEveryField);

  test('by the query of tools', async () => {
    await graph.expectMergedResult(getIntrospectionQuery());
  });

  test('by the query of tools with all options', async () => {
    await graph.expectMergedResult(
      getIntrospectionQuery({
        oneOf: true,
        directiveIsRepeatable: true,
        inputValueDeprecation: true,
        schemaDescription: true,
        specifiedByUrl: true,
      }),
    );
  });

  test.each([
    ['beside data', '{ items { id } __schema { __typename queryType { name } } __typename }'],
    [
      'a variable',
      'query ($n: String! = "Pick", $d: Boolean = true) { __type(name: $n) { name inputFields(includeDeprecated: $d) { name defaultValue isDeprecated } } }',
    ],
    ['a type that does not exist', '{ __type(name: "Nothing") { name } }'],
    [
      'an inaccessible field',
      '{ __type(name: "Item") { fields(includeDeprecated: true) { name isDeprecated deprecationReason } } }',
    ],
  ])('%s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });

  test.each([
    [
      '__typename in the middle',
      '{ __schema { queryType { kind __typename name } __typename mutationType { name t: __typename kind } } }',
    ],
    [
      '__typename last, with aliases and fragments',
      '{ a: __type(name: "Item") { ...F } b: __type(name: "Order") { ...F } } fragment F on __Type { k: kind n: name enumValues { name __typename } fields { name } }',
    ],
  ])('the fields are in the order of the operation: %s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });
});

describe('@oneOf in a supergraph', () => {
  const directive = 'directive @oneOf on INPUT_OBJECT\n\n';
  let oneOf: JudgedSupergraph | undefined;

  const start = () =>
    startJudgedSupergraph({
      ...PARTS,
      subgraphs: Object.fromEntries(
        Object.entries(PARTS.subgraphs).map(([name, sdl]) => [name, sdl.replace(/ = "all" gone: Int @deprecated/, '')]),
      ),
      editSupergraph: (sdl) => directive + sdl.replace('input Pick\n', 'input Pick @oneOf\n'),
    });

  afterAll(() => oneOf?.close());

  test('is in the introspection result', async () => {
    oneOf ??= await start();
    const { body } = await oneOf.gateway.query(
      '{ __type(name: "Pick") { isOneOf } other: __type(name: "Item") { isOneOf } }',
    );
    expect(body).toEqual({ data: { __type: { isOneOf: true }, other: { isOneOf: null } } });
  });

  test.each([
    ['two fields', '{ items(pick: { id: "a", name: "b" }) { id } }', 400, 'GRAPHQL_VALIDATION_FAILED', undefined],
    ['no field', '{ items(pick: {}) { id } }', 400, 'GRAPHQL_VALIDATION_FAILED', undefined],
    ['null', '{ items(pick: { id: null }) { id } }', 400, 'GRAPHQL_VALIDATION_FAILED', undefined],
    [
      'two fields by a variable',
      'query ($p: Pick) { items(pick: $p) { id } }',
      400,
      'BAD_USER_INPUT',
      { p: { id: 'a', name: 'b' } },
    ],
    ['null by a variable', 'query ($p: Pick) { items(pick: $p) { id } }', 400, 'BAD_USER_INPUT', { p: { id: null } }],
  ])('%s: is refused without a subgraph request', async (_name, query, status, code, variables) => {
    oneOf ??= await start();
    oneOf.forget();
    const response = await oneOf.gateway.query(query, variables);
    expect(response.status).toBe(status);
    expect(response.body).toEqual({
      errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) })],
    });
    expect(oneOf.subgraph('shop').received).toEqual([]);
  });

  test('one field is accepted', async () => {
    oneOf ??= await start();
    await oneOf.expectMergedResult('query ($p: Pick) { items(pick: $p) { id count } }', { p: { id: 'a' } });
  });
});
