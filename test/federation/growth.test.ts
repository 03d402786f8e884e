import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLField,
} from 'graphql';
import { growSubgraph } from '../../scripts/seed/invented/grow-subgraph.js';
import { subgraphs } from '../../subgraphs/index.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { openProfiler, type Profiler, type Work } from '../subgraphs/database-work.js';

/** Invented cities beside those of the data files, with 5 partners, 2 solutions and 20 events each. */
const FEW = 10;
const MANY = 10 * FEW;

interface Asked {
  query: string;
  variables?: Record<string, unknown>;
}

/** The arguments of the query fields that need some. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  agreement: 'id: "agreement-kkts-2017"',
  challenge: 'code: "PUBLIC_SAFETY"',
  changesConcerning: 'id: "th-yala"',
  city: 'id: "th-yala"',
  cityPlan: 'id: "plan-th-yala"',
  cityStats: 'groupBy: REGION',
  cityStatusStats: 'bucket: YEAR',
  cohort: 'id: "THAI_2020"',
  event: 'id: "event-csco-course"',
  eventStats: 'groupBy: KIND',
  partner: 'id: "depa"',
  partnerStats: 'groupBy: KIND',
  person: 'id: "pongsak-yingchoncharoen"',
  programme: 'id: "city-possible"',
  province: 'code: "TH-95"',
  search: 'text: "City"',
  searchCities: 'text: "Ban"',
  searchEvents: 'text: "Workshop"',
  searchPartners: 'text: "City"',
  solution: 'id: "mastercard-city-key"',
  solutionStats: 'groupBy: KIND',
};

/** What reads more documents than its answer has more rows, and why. */
const GROWS: Readonly<Record<string, string>> = {
  'operation dashboard-calendar': 'events without a date may come at any time: all of them are looked at',
  'operation dashboard-city-events': 'events without a date may come at any time: all of them are looked at',
  'operation dashboard-city-suggestions': 'peers are weighed by the proven solutions of the best 100 of them',
  'operation dashboard-designations': 'cities are counted by the days in their histories, which no index tells apart',
  'operation dashboard-dimensions': 'cities and solutions are counted by the dimensions in them',
  'operation dashboard-gaps': 'what cities lack, and uncertain facts, are counted in all of them',
  'operation dashboard-map': 'a page of cities is not full in a small network',
  'operation dashboard-targets': 'cities are counted by the days in their histories, which no index tells apart',
  'operation partners-of-cohort':
    'the partners of a cohort are gathered from all agreements and solutions of its cities',
  'operation showcase': 'members as of a day are counted by the days in their memberships, which no index tells apart',
  'operation suggestions': 'peers are weighed by the proven solutions of the best 100 of them',
  'operation targets-and-counts': 'cities are counted by the days in their histories, which no index tells apart',
  'operation timeline': 'each subgraph gives a whole page, of which the newest are left',
  'query field cities': 'dimensions without a project are told by all deployments in the cities of the page',
  'query field cityStatusStats': 'cities are counted by the days in their histories, which no index tells apart',
  'query field partnersByCities': 'the cities of each partner are gathered from all agreements and solutions',
};

/** What reads whole collections, because charts count all of their records by what no index has. */
const SCANS: ReadonlySet<string> = new Set(['operation dashboard-dimensions', 'operation dashboard-gaps']);

const ASKED: Record<string, Asked> = { ...operations(), ...queryFields() };

/** The operations that are kept for clients. */
function operations(): Record<string, Asked> {
  const folder = 'schema/operations';
  const names = readdirSync(folder).flatMap((file) => /^(.*)\.graphql$/.exec(file)?.[1] ?? []);
  return Object.fromEntries(
    names.map((name) => [
      `operation ${name}`,
      {
        query: readFileSync(`${folder}/${name}.graphql`, 'utf8'),
        variables: JSON.parse(readFileSync(`${folder}/${name}.variables.json`, 'utf8')) as Record<string, unknown>,
      },
    ]),
  );
}

/** One query for each field of the root: a page, with its ids where the rows have some. */
function queryFields(): Record<string, Asked> {
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'), { assumeValid: true });
  return Object.fromEntries(
    Object.values(schema.getQueryType()!.getFields()).map((field) => {
      const type = getNamedType(field.type);
      const isPage = isObjectType(type) && type.name.endsWith('Connection');
      const node = isPage ? getNamedType(type.getFields()['nodes']!.type) : type;
      const leaves = isObjectType(node)
        ? Object.values(node.getFields())
            .filter((leaf) => isLeafType(getNamedType(leaf.type)) && leaf.args.length === 0)
            .map(({ name }) => name)
        : [];
      const selection = isUnionType(node) ? '__typename' : `__typename ${leaves.join(' ')}`;
      const needed = ARGUMENTS[field.name] ?? requiredArguments(field);
      const args = needed === '' ? '' : `(${needed})`;
      return [
        `query field ${field.name}`,
        { query: `{ ${field.name}${args} { ${isPage ? `nodes { ${selection} }` : selection} } }` },
      ];
    }),
  );
}

/** Arguments of a field that the table does not have: what nobody has. */
function requiredArguments({ args }: GraphQLField<unknown, unknown>): string {
  return args
    .filter(isRequiredArgument)
    .map(({ name }) => `${name}: "nothing"`)
    .join(', ');
}

/** Of an operation that has sent too many commands. */
const REPETITIONS = 4;

let profiler: Profiler;
let few: RunningGraph;
let many: RunningGraph;

beforeAll(async () => {
  profiler = await openProfiler();
  few = await grownGraph(FEW);
  many = await grownGraph(MANY);
}, 240_000);
afterAll(async () => {
  await profiler?.close();
  await few?.close();
  await many?.close();
});

async function grownGraph(cities: number): Promise<RunningGraph> {
  const graph = await startGraph();
  for (const subgraph of subgraphs) {
    const database = openDatabase({
      uri: process.env['TEST_MONGODB_URI']!,
      name: graph.subgraphs.get(subgraph.name)!.databaseName,
      isPatient: true,
    });
    await database.connected();
    await growSubgraph(database, subgraph, cities);
    await database.close();
  }
  return graph;
}

function workOf(graph: RunningGraph, { query, variables }: Asked): Promise<Work> {
  return profiler.watch([...graph.subgraphs.values()], () => graph.read(query, variables));
}

/** Records and facts in an answer: what stands in lists. */
function rowsIn(value: unknown): number {
  if (Array.isArray(value))
    return value.reduce<number>((sum, item) => sum + rowsIn(item) + (typeof item === 'object' ? 1 : 0), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + rowsIn(item), 0);
}

test('each exception is among the tested operations', () => {
  expect(Object.keys(ASKED)).toEqual(expect.arrayContaining(Object.keys(GROWS)));
});

describe('with ten times the cities, partners, solutions and events', () => {
  test.each(Object.keys(ASKED))('%s sends no more commands and reads no more documents', async (name) => {
    const small = await workOf(few, ASKED[name]!);
    const large = await workOf(many, ASKED[name]!);
    // A row is read once for its list, and once more where another subgraph asks for it by its id.
    const extra = large.documents - small.documents - 2 * Math.max(0, rowsIn(large.data) - rowsIn(small.data));
    if (!SCANS.has(name)) expect(large.scans).toBe(false);
    // What has nothing to load in a small network sends no command. On a busy machine batches may be sent in two: the fewest count.
    const most = small.commands + 2;
    let { commands } = large;
    for (let again = 0; again < REPETITIONS && commands > most; again += 1)
      ({ commands } = await workOf(many, ASKED[name]!));
    expect(commands).toBeLessThanOrEqual(most);
    if (!(name in GROWS)) expect(extra).toBeLessThanOrEqual(10);
  });
});
