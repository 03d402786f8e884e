import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  buildSchema,
  getIntrospectionQuery,
  getNamedType,
  isListType,
  isObjectType,
  isNonNullType,
  Kind,
  parse,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import {
  generateOperation,
  generateOperations,
  NO_LIMITS,
  readFieldNames,
  type Operation,
} from './generate-operation.js';
import { NETWORK_SAMPLES, type Samples } from './generate-value.js';
import { keptNetworkOperations } from './kept-operations.js';
import { mergeNetwork, type MergedNetwork } from './merged-network.js';
import { areSame, isAsMerged, isFilled, outcomeOf } from './outcome.js';
import { createRandom, drawSeeds } from './random.js';
import { shrinkOperation } from './shrink-operation.js';
import { readWriteSamples } from './write-samples.js';

const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 300);
const MUTATIONS = Number(process.env['FUZZ_MUTATIONS'] ?? 50);
/** With the share of the operations that each has. */
const SEEDS = drawSeeds(20_262, 0.25);
/** Of each document, at most, each with variables of its own: to plan and to prepare a document costs seven times what it costs to run it. */
const ASSIGNMENTS = 25;
/** How many of them Apollo's executor runs too. */
const STOCK_ASSIGNMENTS = 1;
/** Documents. */
const AT_ONCE = 8;

/** What Apollo's executor is let be wrong in. */
const STOCK_IS_WRONG = [
  // Its planner forgets constant conditions beside others, and its executor objects that it fetched nothing for.
  /@(skip|include)/,
  // Its planner forgets what `provenHolders` requires, which this field requires, when the city comes from the partners.
  /\bsuggestedEvents\b/,
];

/** Who writes: mostly one who may. */
const CALLERS: readonly (Caller | null)[] = [
  ...Array.from({ length: 10 }, () => ({ id: 'ploy', roles: ['network-admin'] })),
  { id: 'somchai', roles: ['city-officer:th-yala', 'partner-officer:depa'] },
  null,
];

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: RunningGraph;
let stock: RunningGateway;
let merged: MergedNetwork;
let schema: GraphQLSchema;
let samples: Samples;
let aliases: readonly string[];

beforeAll(async () => {
  schema = buildSchema(await readFile('schema/api.graphql', 'utf8'));
  key = await keyFile(keys);
  graph = await startGraph({
    EXECUTOR: 'compiled',
    ...NO_LIMITS,
    SUBGRAPH_TIMEOUT_MS: '60000',
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
  stock = await startGateway({ ...graph.env, EXECUTOR: 'stock' });
  merged = await mergeNetwork(buildSchema(await readFile('schema/api.graphql', 'utf8')), graph.subgraphs);
  aliases = readFieldNames(await readFile('schema/supergraph.graphql', 'utf8'));
  samples = {
    ...(await liveIds()),
    ...NETWORK_SAMPLES,
  };
}, 240_000);

afterAll(async () => {
  await merged?.close();
  await stock?.close();
  await graph?.close();
  await key?.remove();
});

test.each(SEEDS)(
  `random operations of seed $seed have the results of the merged schema, and of Apollo's executor`,
  async ({ seed, share }) => {
    const random = createRandom(seed);
    const operations = Math.ceil(OPERATIONS * share);
    const seldom = new Set(['last', 'before', 'after', 'offset']);
    let [asked, filled] = [0, 0];
    while (asked < operations) {
      const documents = Array.from({ length: AT_ONCE }, () =>
        generateOperations({ schema, random, samples, seldom, maxFields: 15, aliases }, ASSIGNMENTS),
      );
      for (const { operation, disagreement, isFilled: hasData } of (
        await Promise.all(documents.map(compareAll))
      ).flat()) {
        if (disagreement !== undefined) {
          const smallest = await shrinkOperation(
            schema,
            operation,
            async (candidate) => (await compare(candidate, true, true)).disagreement !== undefined,
          );
          throw new Error(
            `Operation ${asked} of seed ${seed}, made smaller:\n${smallest.query}\nvariables ${JSON.stringify(smallest.variables)}\n${(await compare(smallest, true, true)).disagreement ?? `only at first: ${disagreement}`}`,
          );
        }
        asked += 1;
        if (hasData) filled += 1;
      }
    }
    if (asked >= 200) expect(filled / asked).toBeGreaterThan(0.6); // Fewer may be so by chance.
  },
  240_000 + OPERATIONS * 400,
);

test.each(SEEDS)(
  `random documents of seed $seed that write have them too`,
  async ({ seed, share }) => {
    const random = createRandom(seed);
    const mutations = Math.ceil(MUTATIONS * share);
    const headers = new Map(
      await Promise.all(
        CALLERS.map(
          async (caller) =>
            [caller, caller ? bearer(await tokenOf(keys, { sub: caller.id, roles: caller.roles })) : {}] as const,
        ),
      ),
    );
    const writing = await readWriteSamples(graph, samples, headers.get(CALLERS[0]!)!);
    let done = 0;
    for (let asked = 0; asked < mutations; asked += 1) {
      const fresh = [1, 2].map((nth) => `written-${seed}-${asked}-${nth}`);
      const generating = {
        schema,
        random,
        samples: {
          ...writing,
          idempotencyKey: fresh,
          'PublishSolutionInput.id': fresh,
          'RegisterPartnerInput.id': fresh,
        },
        kind: 'mutation' as const,
        maxFields: 15,
        aliases,
      };
      const operation = generateOperation(generating);
      const caller = random.pick(CALLERS);
      const { disagreement, isFilled: hasData } = await compareWrites(
        operation,
        { caller, headers: headers.get(caller)! },
        asked % 3,
      );
      if (disagreement !== undefined)
        throw new Error(
          `Mutation ${asked} of seed ${seed}:\n${operation.query}\nvariables ${JSON.stringify(operation.variables)}\n${JSON.stringify(caller)}\n${disagreement}`,
        );
      if (hasData) done += 1;
    }
    // Many writes need a record that another one has withdrawn, invited or enrolled before.
    if (mutations >= 200) expect(done / mutations).toBeGreaterThan(0.1);
  },
  240_000 + MUTATIONS * 400,
);

for (const operation of keptNetworkOperations)
  test(`an operation that failed once has the merged result: ${operation.query}`, async () => {
    expect((await compare(operation, true, true)).disagreement).toBeUndefined();
  });

test('the fields that a required field requires are fetched before it', async () => {
  const query =
    '{ solution(id: "yala-city-platform") { coCreatedWith { suggestedEvents { pastEvents { event { id } reasons { city { name { en } } } } } } } }';
  const { body } = await graph.gateway.query(query);
  expect(isFilled(body.data.solution.coCreatedWith[0].suggestedEvents)).toBe(true);
  expect(outcomeOf(body)).toEqual(outcomeOf(await merged.execute({ query, variables: {} })));
});

test.each([
  ['all of it', getIntrospectionQuery()],
  ['beside data', '{ __schema { queryType { name } } __typename cities(first: 1) { nodes { id __typename } } }'],
  ['one type', 'query ($name: String!) { type: __type(name: $name) { kind fields { name } } }'],
])('introspection: %s', async (_name, query) => {
  const [ours, apollos] = await Promise.all([
    graph.gateway.query(query, { name: 'City' }),
    stock.query(query, { name: 'City' }),
  ]);
  expect(ours.body.errors).toBeUndefined();
  // The gateway adds directives of its own.
  const { directives } = ours.body.data.__schema ?? {};
  if (directives)
    ours.body.data.__schema.directives = directives.filter(
      ({ name }: { name: string }) => name !== 'live' && name !== 'defer',
    );
  expect(ours.body).toEqual(apollos.body);
});

interface Compared {
  operation: Operation;
  /** What is told differently; undefined when nothing is. */
  disagreement: string | undefined;
  isFilled: boolean;
}

/** One after the other, so that all but the first find the document planned. */
async function compareAll(operations: readonly Operation[]): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const operation of operations)
    compared.push(await compare(operation, compared.length < STOCK_ASSIGNMENTS, compared.length === 0));
  return compared;
}

/** @param again true to run it twice: generated code executes the second run */
async function compare(operation: Operation, withStock: boolean, again: boolean, attempt = 1): Promise<Compared> {
  const { query, variables } = operation;
  const [atFirst, apollos] = await Promise.all([
    graph.gateway.query(query, variables),
    withStock && !operation.isBeyondStock ? stock.query(query, variables) : undefined,
  ]);
  const ours = again ? await graph.gateway.query(query, variables) : atFirst;
  const compared = judge(operation, ours, ours.status === 200 ? await merged.execute(operation) : undefined, apollos);
  compared.disagreement ??= areAlike(atFirst, ours)
    ? undefined
    : `at first ${JSON.stringify(atFirst.body)}\nthen     ${JSON.stringify(ours.body)}`;
  // On a machine that does much else, the database may take longer than the subgraphs wait for it.
  if (
    compared.disagreement !== undefined &&
    attempt < 3 &&
    /DATABASE_UNAVAILABLE|INTERNAL_SERVER_ERROR/.test(compared.disagreement)
  )
    return compare(operation, withStock, again, attempt + 1);
  return compared;
}

interface As {
  caller: Caller | null;
  headers: Record<string, string>;
}

/**
 * Runs a mutation every way over the same databases: its keys make that the first one does the writes, and that the others
 * do nothing and are given the same answers.
 *
 * @param first the way that writes: 0, 1 or 2
 */
async function compareWrites(
  operation: Operation,
  { caller, headers }: As,
  first: number,
  attempt = 1,
): Promise<Compared> {
  const { query, variables } = operation;
  const answers: { ours?: Answer; whole?: ExecutionResult; apollos?: Answer } = {};
  const ways = [
    async () => void (answers.ours = await graph.gateway.query(query, variables, headers)),
    async () => void (answers.whole = await merged.execute(operation, caller)),
    async () => {
      if (!operation.isBeyondStock) answers.apollos = await stock.query(query, variables, headers);
    },
  ];
  const inOrder = [...ways.slice(first), ...ways.slice(0, first)];
  // What one write of several is answered, the next one may change: all are done before they are compared.
  if (rootFields(query) > 1) await inOrder[0]!();
  for (const way of inOrder) await way();
  const { ours, whole, apollos } = answers;
  const compared = judge(operation, ours!, ours!.status === 200 ? whole : undefined, apollos);
  // A write may be refused until a later one is done.
  return compared.disagreement !== undefined && attempt < 3 && rootFields(query) > 1
    ? compareWrites(operation, { caller, headers }, first, attempt + 1)
    : compared;
}

function rootFields(query: string): number {
  const [{ selectionSet }] = parse(query).definitions as readonly [OperationDefinitionNode];
  return selectionSet.selections.length > 1 || selectionSet.selections[0]!.kind !== Kind.FIELD ? 2 : 1;
}

/** The same gateway writes the same data; the errors may come in another order. */
function areAlike(one: Answer, other: Answer): boolean {
  return (
    JSON.stringify(one.body.data) === JSON.stringify(other.body.data) &&
    areSame(outcomeOf(one.body), outcomeOf(other.body))
  );
}

/** @param whole undefined when a gateway refused the document before it was run, such as one of which nothing is left for its caller */
function judge(
  operation: Operation,
  ours: Answer,
  whole: ExecutionResult | undefined,
  apollos: Answer | undefined,
): Compared {
  const [compiled, byMerged, byStock] = [
    outcomeOf(ours.body),
    whole && outcomeOf(whole),
    apollos && outcomeOf(apollos.body),
  ];
  const isRight =
    (!byMerged || isAsMerged(byMerged, compiled)) &&
    (!byStock || areSame(compiled, byStock) || STOCK_IS_WRONG.some((known) => known.test(operation.query)));
  return {
    operation,
    disagreement: isRight
      ? undefined
      : `compiled ${JSON.stringify(compiled)}\nmerged   ${JSON.stringify(byMerged)}\nstock    ${JSON.stringify(byStock)}`,
    isFilled: isFilled(compiled.data),
  };
}

/** The keys of what the lists at the root hold, by type. */
async function liveIds(): Promise<Samples> {
  const ids: Record<string, unknown[]> = {};
  for (const field of Object.values(schema.getQueryType()!.getFields())) {
    const connection = getNamedType(field.type);
    const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
    const type = nodes && getNamedType(nodes.type);
    if (!isObjectType(type) || !field.args.some(({ name }) => name === 'first')) continue;
    const key = ['code', 'id'].find((name) => {
      const keyType = type.getFields()[name]?.type;
      return keyType && isNonNullType(keyType) && !isListType(keyType.ofType) && getNamedType(keyType).name === 'ID';
    });
    if (!key) continue;
    const { [field.name]: found } = await graph.read(`{ ${field.name}(first: 30) { nodes { ${key} } } }`);
    ids[type.name] = [
      ...(ids[type.name] ?? []),
      ...(found?.nodes ?? []).map((node: Record<string, unknown>) => node[key]),
    ];
  }
  return ids;
}
