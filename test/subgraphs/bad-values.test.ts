import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { NO_LIMITS } from '../executor/generate-operation.js';
import { generateValue, type Samples } from '../executor/generate-value.js';
import { createRandom, drawSeeds, type Random } from '../executor/random.js';
import { readWriteSamples } from '../executor/write-samples.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { badValuesOf, cursorOf, forgedCursors } from './bad-values.js';

/** Bad values of each argument and of each field of an input that one run tries, chosen by its seed. */
const VALUES = Number(process.env['FUZZ_VALUES'] ?? 1);
const SEEDS = drawSeeds(15_305, 0.2);
/** How often another argument beside the one that is tried has a bad value too. */
const ALSO_BAD = 0.2;
const AT_ONCE = 4;
/** What a client's mistake must not become. */
const FAULTS = /INTERNAL_SERVER_ERROR|DATABASE_UNAVAILABLE|SUBGRAPH_/;

const SAMPLES: Samples = {
  City: ['th-yala', 'th-phuket', 'us-honolulu'],
  Partner: ['depa', 'mastercard'],
  Programme: ['city-possible'],
  Challenge: ['CITIZEN_SERVICES'],
  first: [1, 2],
  last: [1],
  text: ['Yala'],
  LocalDate: ['2020-01-31', '2024-06-01'],
  Instant: ['2021-05-01T00:00:00Z'],
  DateTime: ['2021-05-01T00:00:00Z'],
  timeZone: ['Asia/Bangkok'],
  lang: ['TH'],
  String: ['Yala'],
};
/** Arguments that exclude others. */
const SELDOM = new Set(['last', 'before', 'after', 'offset']);

interface Target {
  /** The fields from the root to the one that takes the arguments, each with its own arguments. */
  path: ReadonlyArray<{ on: GraphQLObjectType; field: GraphQLField<unknown, unknown> }>;
}

interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: RunningGraph;
let schema: GraphQLSchema;
let headers: Record<string, string>;
let samples: Samples;

beforeAll(async () => {
  schema = buildSchema(await readFile('schema/api.graphql', 'utf8'));
  key = await keyFile(keys);
  graph = await startGraph({
    ...NO_LIMITS,
    SUBGRAPH_TIMEOUT_MS: '60000',
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
  headers = bearer(await tokenOf(keys, { sub: 'ploy', roles: ['network-admin'] }));
  samples = await readWriteSamples(graph, SAMPLES, headers);
}, 120_000);

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

const FORGED = cursorOf(['TIMELINE', '2020-01-01T99:99:99.999', 'x']);

test.each([
  [
    'eventStats(bucket: YEAR, groupBy: KIND, from: "2020-01-01T00:00:00Z", to: "9999-12-31T23:59:59Z") { count }',
    'bucket',
  ],
  ['eventStats(bucket: YEAR, from: "2020-01-01T00:00:00Z", to: "9999-12-31T23:59:59Z") { count }', 'bucket'],
  ['eventStats(bucket: DAY, from: "0001-01-01T00:00:00+14:00") { count }', 'from'],
  [`timeline(after: "${FORGED}") { items { pageInfo { hasNextPage } } }`, 'after'],
  [
    `timeline(after: "${cursorOf(['TIMELINE', '2020-02-30T00:00:00.000', 'x'])}") { items { pageInfo { hasNextPage } } }`,
    'after',
  ],
  [
    `event(id: "event-csco-course") { sessions(after: "${cursorOf(['Event.sessions.PLACE', 'x', ''])}") { totalCount } }`,
    'after',
  ],
])('a wrong value is refused by the name of its argument: %s', async (field, argument) => {
  const { body } = await graph.gateway.query(`{ ${field} }`);
  expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
});

test('a window until the end of the calendar counts every event after its beginning', async () => {
  const count = async (to: string) =>
    (await graph.read(`{ eventStats(from: "2020-01-01T00:00:00Z"${to}) { count } }`)).eventStats;
  expect(await count(', to: "9999-12-31T23:59:59Z"')).toEqual(await count(''));
});

test.each([
  ['a list of another entity', 'partners(first: 1)', 'solutions(first: 1, after: $cursor) { totalCount }'],
  ['a list of another subgraph', 'cities(first: 1)', 'partners(first: 1, after: $cursor) { totalCount }'],
  ['the same list in another order', 'cities(first: 1, orderBy: NAME_TH_ASC)', 'cities(after: $cursor) { totalCount }'],
  [
    'a list within another entity',
    'event(id: "event-csco-course") { participations(first: 1)',
    'event(id: "event-csco-course") { sessions(after: $cursor) { totalCount } }',
  ],
])('a cursor of %s is refused', async (_other, from, field) => {
  const close = from.split('{').length > 1 ? ' }' : '';
  const written = JSON.stringify(await graph.read(`{ ${from} { pageInfo { endCursor } }${close} }`));
  const cursor = /"endCursor":"([^"]+)"/.exec(written)![1];
  const { body } = await graph.gateway.query(`query ($cursor: String!) { ${field} }`, { cursor });
  expect(body.errors).toMatchObject([
    { message: expect.stringContaining('another list'), extensions: { code: 'BAD_USER_INPUT', argument: 'after' } },
  ]);
});

test.each(SEEDS)(
  'bad values of every argument, of seed $seed, are no internal errors',
  async ({ seed, share }) => {
    const random = createRandom(seed);
    const faults = await runAll(
      reachable().flatMap((target) =>
        target.path
          .at(-1)!
          .field.args.filter(() => random.chance(share))
          .map((argument) => async () => {
            const values = isCursor(argument)
              ? forgedCursors(await orderOf(target, argument, random))
              : badValuesOf(argument.type);
            return chosen(random, values).map((value) => operationOf(target, random, { [argument.name]: value }));
          }),
      ),
    );
    expect(faults).toEqual([]);
  },
  600_000,
);

test.each(SEEDS)(
  'bad values of every field of the inputs of mutations, of seed $seed, are no internal errors',
  async ({ seed, share }) => {
    const random = createRandom(seed);
    let count = 0;
    const faults = await runAll(
      Object.values(schema.getMutationType()!.getFields()).flatMap((field) => {
        const [argument] = field.args;
        const type = getNamedType(argument!.type) as GraphQLInputObjectType;
        return fieldsOf(type)
          .filter(() => random.chance(share))
          .map(
            ({ path, type: of }) =>
              async () =>
                chosen(random, badValuesOf(of)).flatMap((value) => {
                  const input = generateValue(random, freshKeys(`bad-${seed}-${(count += 1)}`), argument!.type, {
                    coordinate: `Mutation.${field.name}.input`,
                    name: 'input',
                    gives: getNamedType(field.type).name,
                  });
                  if (input === undefined) throw new Error(`There is no sample for ${type.name}`);
                  return {
                    query: `mutation ($input: ${argument!.type}) { ${field.name}(input: $input) { __typename } }`,
                    variables: { input: withValue(input as Record<string, unknown>, path, value) },
                  };
                }),
          );
      }),
    );
    expect(faults).toEqual([]);
  },
  600_000,
);

function freshKeys(id: string): Samples {
  return {
    ...samples,
    idempotencyKey: [id],
    'PublishSolutionInput.id': [id],
    'RegisterPartnerInput.id': [id],
    endsOn: [],
  };
}

/** Runs operations, a few at a time, and gives those that fail as no operation of a client may. */
async function runAll(works: ReadonlyArray<() => Promise<Operation[]>>): Promise<string[]> {
  const faults: string[] = [];
  const waiting = [...works];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let work = waiting.shift(); work; work = waiting.shift())
        for (const { query, variables } of await work()) {
          const { body } = await graph.gateway.query(query, variables, headers);
          const errors = (body.errors ?? []) as Array<{ extensions?: Record<string, unknown> }>;
          const isFault = errors.some(
            ({ extensions }) =>
              FAULTS.test(String(extensions?.['code'])) ||
              (extensions?.['code'] === 'BAD_USER_INPUT' && extensions['argument'] === undefined),
          );
          if (isFault)
            faults.push(
              `${query}\n${JSON.stringify(variables).slice(0, 600)}\n${JSON.stringify(errors).slice(0, 600)}`,
            );
        }
    }),
  );
  return faults;
}

/** Every field with arguments, by a shortest path from the root of queries. */
function reachable(): Target[] {
  const query = schema.getQueryType()!;
  const targets: Target[] = [];
  const seen = new Set<string>([query.name]);
  const waiting: Array<{ on: GraphQLObjectType; before: Target['path'] }> = [{ on: query, before: [] }];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { on, before } = next;
    for (const field of Object.values(on.getFields())) {
      const path = [...before, { on, field }];
      if (field.args.length > 0) targets.push({ path });
      const type = getNamedType(field.type);
      if (!isObjectType(type) || seen.has(type.name)) continue;
      seen.add(type.name);
      waiting.push({ on: type, before: path });
    }
  }
  return targets;
}

/** @param bad the values of arguments of the last field in the path */
function operationOf({ path }: Target, random: Random, bad: Record<string, unknown>): Operation {
  const variables: Record<string, unknown> = {};
  const declarations: string[] = [];
  const last = path.length - 1;
  const leaf = isObjectType(getNamedType(path[last]!.field.type)) ? ' { __typename }' : '';
  const selections = path.map(({ on, field }, depth) => {
    const given = field.args.flatMap((argument) => {
      const isBad = depth === last && argument.name in bad;
      const isGiven = isBad || isRequiredArgument(argument) || (depth === last && !SELDOM.has(argument.name));
      if (!isGiven) return [];
      const value = isBad
        ? bad[argument.name]
        : depth === last && random.chance(ALSO_BAD)
          ? random.pick(badValuesOf(argument.type))
          : generateValue(random, samples, argument.type, {
              coordinate: `${on.name}.${field.name}.${argument.name}`,
              name: argument.name,
              gives: getNamedType(field.type).name,
            });
      if (value === undefined || (!isBad && !isRequiredArgument(argument) && random.chance(0.5))) return [];
      const variable = `v${declarations.length}`;
      declarations.push(`$${variable}: ${argument.type}`);
      variables[variable] = value;
      return [`${argument.name}: $${variable}`];
    });
    return `${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}`;
  });
  const body = selections.reduceRight((inner, selection, depth) =>
    depth === last ? selection + leaf : `${selection} { ${inner} }`,
  );
  const query = path.length === 1 ? selections[0]! + leaf : body;
  return { query: `query (${declarations.join(', ')}) { ${query} }`, variables };
}

function isCursor({ name }: GraphQLArgument): boolean {
  return name === 'after' || name === 'before';
}

/** The name of the order of a list, which its refusal of another one tells. */
async function orderOf(target: Target, { name }: GraphQLArgument, random: Random): Promise<string> {
  const { query, variables } = operationOf(target, random, { [name]: cursorOf(['OTHER', 'x', 'x']) });
  const { body } = await graph.gateway.query(query, variables, headers);
  return /not of this one \(([\w.]+)\)\.$/.exec(body.errors?.[0]?.message ?? '')?.[1] ?? 'ID';
}

function chosen<T>(random: Random, values: readonly T[]): T[] {
  const left = [...values];
  return Array.from({ length: Math.min(VALUES, left.length) }, () => left.splice(random.below(left.length), 1)[0]!);
}

/** Every field of an input and of those within, by its path. */
function fieldsOf(
  type: GraphQLInputObjectType,
  before: readonly string[] = [],
): Array<{ path: readonly string[]; type: GraphQLArgument['type'] }> {
  return Object.values(type.getFields()).flatMap((field) => {
    const path = [...before, field.name];
    const named = getNamedType(field.type);
    const within = isInputObjectType(named) && before.length < 2 ? fieldsOf(named, path) : [];
    return [{ path, type: field.type }, ...within];
  });
}

function withValue(input: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): object {
  if (rest.length === 0) return { ...input, [name!]: value };
  const within = input[name!];
  if (Array.isArray(within)) return { ...input, [name!]: within.map((each) => withValue(each as never, rest, value)) };
  return { ...input, [name!]: withValue((within ?? {}) as Record<string, unknown>, rest, value) };
}
