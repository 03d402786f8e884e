import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  execute,
  getOperationAST,
  GraphQLError,
  isAbstractType,
  isObjectType,
  parse,
  type ExecutionResult,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { subgraphs } from '../../subgraphs/index.js';
import { systemClock } from '../../subgraphs/runtime/clock.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { compileOperation } from '../../subgraphs/runtime/execution/compile-operation.js';
import { runOperation } from '../../subgraphs/runtime/execution/run-operation.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import type { SubgraphContext } from '../../subgraphs/runtime/subgraph.js';
import { generateOperation, type Operation } from '../executor/generate-operation.js';
import { isFilled, outcomeOf } from '../executor/outcome.js';
import { createRandom } from '../executor/random.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 400);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_263);

/** The answers of both; null where an operation is left to graphql-js. */
async function answersOf(
  schema: GraphQLSchema,
  { query, variables }: Operation,
  contextValue: () => unknown,
): Promise<[ours: ExecutionResult, graphqls: ExecutionResult] | null> {
  const document = parse(query);
  const compiled = compileOperation(schema, document, getOperationAST(document)!);
  if (!compiled) return null;
  return [
    await runOperation(compiled, variables, contextValue()),
    await execute({ schema, document, variableValues: variables, contextValue: contextValue() }),
  ];
}

/**
 * What must be alike: the data with the order of its fields, the places that are null by errors, and each error that is
 * the only one of its place. Which of two errors empties a place above both is a question of time.
 */
function toldBy(answer: ExecutionResult) {
  const { data, emptied } = outcomeOf(answer as never);
  const own = (answer.errors ?? []).filter(
    ({ path }) => path && emptied.includes(JSON.stringify(path)) && endsThere(data, path),
  );
  return {
    data: JSON.stringify(data),
    emptied,
    hasData: 'data' in answer,
    own: own.map(({ message, path, locations }) => JSON.stringify({ message, path, locations })).sort(),
  };
}

function endsThere(data: unknown, path: readonly (string | number)[]): boolean {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (at as Record<string | number, unknown> | null)?.[key], data);
  return parent != null;
}

async function expectAlike(
  schema: GraphQLSchema,
  operation: Operation,
  contextValue: () => unknown,
): Promise<ExecutionResult | null> {
  const answers = await answersOf(schema, operation, contextValue);
  if (!answers) return null;
  const [ours, graphqls] = answers.map(toldBy);
  if (JSON.stringify(ours) !== JSON.stringify(graphqls))
    throw new Error(
      `${operation.query}\nvariables ${JSON.stringify(operation.variables)}\ncompiled   ${JSON.stringify(ours)}\ngraphql-js ${JSON.stringify(graphqls)}`,
    );
  return answers[0];
}

describe('A compiled query of a schema whose resolvers fail in every way', () => {
  const schema = faultySchema();

  it(`answers ${5 * OPERATIONS} random operations as graphql-js does (seed ${SEED})`, async () => {
    const random = createRandom(SEED);
    let filled = 0;
    let failed = 0;
    for (let index = 0; index < 5 * OPERATIONS; index += 1) {
      const operation = generateOperation({ schema, random, samples: {}, maxFields: 30 });
      const faults = random.pick([0, 0.05, 0.2]);
      const waits = random.chance(0.7);
      const answer = await expectAlike(schema, operation, () => ({ seed: index, faults, waits }));
      if (answer?.errors) failed += 1;
      if (isFilled(answer?.data)) filled += 1;
    }
    expect(filled).toBeGreaterThan(2 * OPERATIONS);
    expect(failed).toBeGreaterThan(OPERATIONS);
  });

  it.each([
    ['variables that are wrong', 'query ($n: Int!) { leaf(n: $n) }', { n: 'many' }],
    ['a variable that is missing', 'query ($n: Int!) { leaf(n: $n) }', {}],
    ['a fragment that is named twice', '{ ...F ...F } fragment F on Query { node { id } node { text } }', {}],
    [
      'conditions by variables',
      'query ($a: Boolean!, $b: Boolean = true) { node @skip(if: $a) { id } other: node @include(if: $b) { text @include(if: $a) id } }',
      { a: false },
    ],
  ])('answers %s as graphql-js does', async (_name, query, variables) => {
    expect(await expectAlike(schema, { query, variables }, () => ({ seed: 1, faults: 0, waits: true }))).not.toBeNull();
  });

  it.each([
    ['writes', 'mutation { write }'],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['a name that objects cannot hold', '{ __proto__: leaf }'],
  ])('leaves %s to graphql-js', (_name, query) => {
    const document = parse(query);
    expect(compileOperation(schema, document, getOperationAST(document)!)).toBeNull();
  });
});

describe.each(subgraphs.map((subgraph) => [subgraph.name, subgraph] as const))(
  'A compiled query of %s',
  (_name, subgraph) => {
    let running: RunningSubgraph;
    let database: Database;
    const { schema } = buildSchemaOf(subgraph);
    const contextValue = (): SubgraphContext => ({
      loaders: subgraph.loaders(database, systemClock),
      database,
      clock: systemClock,
      changeLabels: subgraph.changeLabels,
      owners: undefined as never,
      caller: null,
      language: 'EN',
      renew: () => undefined,
    });

    beforeAll(async () => {
      running = await startSubgraph(subgraph);
      database = openDatabase({ uri: process.env['TEST_MONGODB_URI']!, name: running.databaseName, isPatient: true });
      await database.connected();
    });
    afterAll(async () => {
      await database?.close();
      await running?.close();
    });

    it(`answers ${OPERATIONS} random operations as graphql-js does (seed ${SEED})`, async () => {
      const random = createRandom(SEED);
      const samples = {
        first: [1, 3, 20],
        id: [],
        lang: ['TH', 'EN'],
        LocalDate: ['2020-01-31', '2024-06-01'],
        text: ['Yala', 'smart'],
      };
      const seldom = new Set(['last', 'before', 'after', 'offset']);
      for (let index = 0; index < OPERATIONS; index += 1) {
        await expectAlike(
          schema,
          generateOperation({ schema, random, samples, seldom, leftOut: ['Query._service', 'Query._entities'] }),
          contextValue,
        );
      }
    }, 240_000);

    it('answers entities of every type as graphql-js does', async () => {
      const fields = Object.keys(subgraph.references).filter((name) => isObjectType(schema.getType(name)));
      const representations = fields.flatMap((__typename) => [
        { __typename, id: 'nowhere', code: 'NOTHING' },
        { __typename, id: 'th-yala', code: 'TH-95' },
      ]);
      const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${fields.map((name) => `... on ${name} { __typename }`).join(' ')} } }`;
      const answer = await expectAlike(schema, { query, variables: { representations } }, contextValue);
      expect(answer?.data?.['_entities']).toHaveLength(representations.length);
    });
  },
);

/** Each field gives what chance says by its path: a value, null, an error, a wrong value, now or later. */
function faultySchema(): GraphQLSchema {
  const schema = buildSchema(`
    type Query { leaf(n: Int = 3, of: [Colour!]): String node: Node sure: Node! nodes: [Node!] all: [Node]! grid: [[Int!]!]! thing: Thing things: [Thing!] named: Named }
    type Mutation { write: Boolean }
    interface Named { id: ID! text: String! }
    type Node implements Named { id: ID! text: String! maybe(at: Int): Int colour: Colour flag: Boolean! sure: Node! next: Node others: [Other!]! thing: Thing named: Named! }
    type Other implements Named { id: ID! text: String! size: Float! node: Node }
    union Thing = Node | Other
    enum Colour { RED GREEN }
  `);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isAbstractType(type))
      type.resolveType = (value: { kind?: string; later?: boolean }) =>
        value.later ? Promise.resolve(value.kind) : value.kind;
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) field.resolve = faulty;
  }
  return schema;
}

function faulty(
  _source: unknown,
  given: Record<string, unknown>,
  { seed, faults, waits }: { seed: number; faults: number; waits: boolean },
  info: GraphQLResolveInfo,
): unknown {
  let hash = seed;
  let path = '';
  for (let at: typeof info.path | undefined = info.path; at; at = at.prev) path += `${at.key}/${at.typename ?? ''}.`;
  for (const character of `${path}${JSON.stringify(given)}${info.fieldNodes.length}`)
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  const random = createRandom(hash);
  const later = <T>(value: T): T | Promise<T> => (waits && random.chance(0.4) ? Promise.resolve(value) : value);

  function valueOf(type: string): unknown {
    if (random.chance(faults)) {
      switch (random.below(5)) {
        case 0:
          return null;
        case 1:
          return new Error(`Given at ${path}`);
        case 2:
          if (!waits) throw new Error(`Refused at ${path}`);
          return refused(new GraphQLError(`Refused at ${path}`, { extensions: { code: 'REFUSED' } }));
        case 3:
          return type.startsWith('[') ? 7 : Symbol.for('wrong');
        default:
          throw new Error(`Thrown at ${path}`);
      }
    }
    if (type.endsWith('!')) return valueOf(type.slice(0, -1));
    if (type.startsWith('[')) return later(Array.from({ length: random.below(3) }, () => itemOf(type.slice(1, -1))));
    switch (type) {
      case 'ID':
      case 'String':
        return later(random.pick(['a', 'ข', 7, ...(faults > 0 && type === 'ID' ? [true] : [])]));
      case 'Int':
        return later(random.below(9));
      case 'Float':
        return later(random.below(9) / 4);
      case 'Boolean':
        return later(random.chance(0.5));
      case 'Colour':
        return later(random.pick(['RED', 'GREEN', ...(faults > 0 ? ['BLUE'] : [])]));
      case 'Node':
      case 'Other':
        return later({});
      default:
        return later({
          kind: random.pick(['Node', 'Other', ...(faults > 0 ? ['Colour', 'Nothing', 7] : [])]),
          later: waits && random.chance(0.5),
        });
    }
  }
  /** Where something fails, items are all promised: graphql-js forgets the promises of a list that fails at once, and they end the process. */
  function itemOf(type: string): unknown {
    if (!waits || faults === 0) return valueOf(type);
    try {
      return Promise.resolve(valueOf(type));
    } catch (error) {
      return refused(error as Error);
    }
  }
  return valueOf(String(info.returnType));
}

/** Rejected; nobody may ask for it where something before it failed. */
function refused(error: Error): Promise<never> {
  const rejected = Promise.reject(error) as Promise<never>;
  rejected.catch(() => undefined);
  return rejected;
}
