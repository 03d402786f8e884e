import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { growSubgraph } from '../../scripts/seed/invented/grow-subgraph.js';
import { subgraphs } from '../../subgraphs/index.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { mutationOf } from '../mutation-of.js';

/** Invented cities beside those of the data files; five partners and two solutions come with each. */
const CITIES = 100;

let small: RunningSubgraph;
let large: RunningSubgraph;
let connection: mongoose.Connection;

beforeAll(async () => {
  const partners = subgraphs.find(({ name }) => name === 'partners')!;
  small = await startSubgraph(partners);
  large = await startSubgraph(partners);
  connection = await mongoose.createConnection(process.env['TEST_MONGODB_URI']!).asPromise();
  const database = openDatabase({ uri: process.env['TEST_MONGODB_URI']!, name: large.databaseName, isPatient: true });
  await database.connected();
  await growSubgraph(database, partners, CITIES);
  await database.close();
}, 120_000);
afterAll(async () => {
  await connection?.close();
  await Promise.all([small?.close(), large?.close()]);
});

interface Read {
  op: string;
  ns: string;
  planSummary?: string;
  docsExamined?: number;
}

/** Asks, and tells what the database did for it. */
async function profiled(subgraph: RunningSubgraph, query: string, variables: Record<string, unknown>): Promise<Read[]> {
  const database = connection.useDb(subgraph.databaseName).db!;
  await database.command({ profile: 2 });
  const { data, errors } = await subgraph.ask(query, variables, {
    caller: { id: 'someone', roles: ['network-admin'] },
  });
  await database.command({ profile: 0 });
  const reads = await database
    .collection<Read>('system.profile')
    .find({ ns: { $not: /system\.profile/ }, 'command.profile': { $exists: false } })
    .toArray();
  await database.collection('system.profile').drop();
  expect(errors).toBeUndefined();
  expect(data).not.toBeNull();
  return reads.filter(({ op }) => ['query', 'command', 'update', 'getmore'].includes(op));
}

const examined = (reads: readonly Read[]) => reads.reduce((sum, { docsExamined = 0 }) => sum + docsExamined, 0);

const CODES = ['FLOOD_AND_DISASTER', 'PUBLIC_SAFETY', 'LOCAL_ECONOMY_AND_TOURISM', 'ACCESS_TO_SERVICES'];
const yala = {
  ...{
    __typename: 'City',
    id: 'th-yala',
    challengeKeys: CODES.map((code) => ({ code, confidence: 'HIGH' })),
    dimensions: [{ dimension: 'LIVING' }],
  },
  peerCandidates: ['th-phuket', 'th-rayong', 'th-mae-moh'].map((cityId) => ({
    cityId,
    shared: [{ code: CODES[0], strong: true }],
    sameRegion: true,
    sameKind: false,
    similarSize: false,
  })),
};
const cohort = {
  __typename: 'Cohort',
  id: 'THAI_2020',
  memberCities: ['th-yala', 'th-phuket', 'th-nan'].map((id) => ({ id, membershipKeys: [] })),
};
const entities = (selection: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
const written = (mutation: string, selection: string) => mutationOf(mutation, `{ ${selection} }`);
const input = (given: object) => () => ({ input: { idempotencyKey: randomUUID(), ...given } });

/** Each with the most documents that it may read in a collection of any size. */
const ASKED: Array<[what: string, query: string, variables: () => Record<string, unknown>, most: number]> = [
  [
    'a search that much fits',
    '{ searchPartners(text: "c", first: 20) { match node { __typename } } }',
    () => ({}),
    500,
  ],
  ['a search that nothing fits', '{ searchPartners(text: "zzzz") { match node { __typename } } }', () => ({}), 0],
  ['peers', entities('... on City { peers(first: 3) { nodes { points } } }'), () => ({ representations: [yala] }), 100],
  [
    'suggested solutions',
    entities('... on City { suggestedSolutions { nodes { points } } }'),
    () => ({ representations: [yala] }),
    CODES.length * 50 + 100,
  ],
  [
    'dimensions without a project',
    entities('... on City { dimensionsWithoutProject }'),
    () => ({ representations: [yala] }),
    100,
  ],
  [
    'gaps of a cohort',
    entities('... on Cohort { citiesWithoutPartner { totalCount } citiesWithoutOfficer { totalCount } }'),
    () => ({ representations: [cohort] }),
    300,
  ],
  ['a history', '{ partner(id: "depa") { history { nodes { action } } } }', () => ({}), 2],
  [
    'a stage moved on',
    written('moveDeploymentStage', 'id'),
    input({ deploymentId: 'deployment-city-key-new-orleans', stage: 'LIVE' }),
    22,
  ],
  [
    'an officer appointed',
    written('appointOfficer', 'kind'),
    input({ cityId: 'th-nan', personId: 'miguel-gamino' }),
    20,
  ],
];

test.each(ASKED)(
  '%s reads through indexes, and examines no more documents in a large network',
  async (_what, query, variables, most) => {
    for (const subgraph of [small, large]) {
      const reads = await profiled(subgraph, query, variables());
      expect(reads.length).toBeGreaterThan(0);
      if (most > 0) expect(examined(reads)).toBeGreaterThan(0);
      expect(reads.filter(({ planSummary }) => planSummary?.includes('COLLSCAN'))).toEqual([]);
      expect(examined(reads)).toBeLessThanOrEqual(most);
    }
  },
);

test.each(ASKED.filter(([what]) => !/search|officer|stage/.test(what)))(
  '%s sends the same commands in a large network',
  async (_what, query, variables) => {
    for (const subgraph of [small, large]) {
      subgraph.forget();
      await subgraph.ask(query, variables());
    }
    expect([...large.commands].sort()).toEqual([...small.commands].sort());
  },
);
