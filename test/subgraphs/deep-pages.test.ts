import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, isEnumType, isObjectType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { growSubgraph } from '../../scripts/seed/invented/grow-subgraph.js';
import { subgraphs } from '../../subgraphs/index.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { crowd, PARENTS } from './crowd.js';
import { openProfiler, type Profiler, type Work } from './database-work.js';

/** By subgraph: cities whose records are invented, so that lists are long: 2,500 events, 2,500 partners, 1,000 solutions, 500 of others. */
const CITIES: Readonly<Record<string, number>> = { cities: 500, partners: 500, events: 125 };
/** A subgraph takes part when records are invented for it. */
const GROWN = subgraphs.filter(({ name }) => name in CITIES);
const DEEP = 500;
/** Rows of a page by list; one where not given. Page 500 of events begins after 2,495. */
const SIZES: Readonly<Record<string, number>> = { 'Query.events': 5, 'Query.partners': 5, 'Query.solutions': 2 };
/** Lists that are short in a network of any size: their last page stands for a deep one. */
const SHORT: ReadonlySet<string> = new Set(['Query.challenges', 'Query.provinces']);
/** What pages of a list need beside their place to be many. */
const NEEDED: Readonly<Record<string, string>> = {
  'Query.upcomingEvents': 'asOf: "2020-01-01", days: 3660,',
  'City.upcomingEvents': 'asOf: "2020-01-01", days: 3660,',
  'Query.factGaps': 'below: HIGH,',
};

const IN_ONE_RECORD = 'a part of one record, which is read whole';
const OF_A_COHORT = 'cities that another subgraph tells in one request: no longer than a cohort';
const OF_A_SELECTION = 'cities that another subgraph tells in one request: no more than 300';
/** Lists that no index pages, and why. Those of the timeline are merged of three subgraphs': its own tests count what they read. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'City.partners': 'gathered from the agreements, solutions and programmes of one city',
  'Event.participations': IN_ONE_RECORD,
  'Event.sessions': IN_ONE_RECORD,
  'Programme.claims': IN_ONE_RECORD,
  'Solution.deployments': IN_ONE_RECORD,
  'Solution.introductions': IN_ONE_RECORD,
  'Cohort.partners': OF_A_COHORT,
  'Cohort.citiesWithoutPartner': OF_A_COHORT,
  'Cohort.citiesWithoutOfficer': OF_A_COHORT,
  'Cohort.citiesWithoutEvent': OF_A_COHORT,
  'CitySelection.citiesWithoutPartner': OF_A_SELECTION,
  'CitySelection.citiesWithoutOfficer': OF_A_SELECTION,
  'CitySelection.citiesWithoutEvent': OF_A_SELECTION,
  'Query.partnersByCities': 'counted, as a chart is, in all agreements and solutions',
};

const PARTS = 'only a record tells how many of its parts are about a parent';
/** Lists whose total count reads documents, and why. */
const COUNTED_BY_DOCUMENT: Readonly<Record<string, string>> = {
  'Query.factGaps': 'each city keeps how many weak facts it has',
  'Query.cityPlans': 'only plans that were not withdrawn count, of which each city has one or two',
  'Programme.members': 'only memberships that have not ended count',
  'City.deployments': PARTS,
  'Query.introductions': PARTS,
  'City.introductionsGiven': PARTS,
  'City.introductionsReceived': PARTS,
  'City.officeHolders': PARTS,
  'City.claimsAbout': PARTS,
  'Partner.operatedDeployments': PARTS,
  'Partner.introductionsGiven': PARTS,
  'Partner.introductionsReceived': PARTS,
  'Partner.officeHolders': PARTS,
  'Partner.claimsAbout': PARTS,
  'Partner.claims': PARTS,
  'Programme.partnerRoles': PARTS,
  'Person.claims': PARTS,
  'Event.introductions': PARTS,
  'Person.appearances': PARTS,
  'Challenge.sessions': PARTS,
};

const ADMIN = { caller: { id: 'admin', roles: ['network-admin'] } };

interface List {
  subgraph: string;
  /** Type and field. */
  name: string;
  order: string | null;
}

/** Types that no query reaches by an id; their histories are read as those of all others are. */
const WITHOUT_ID_QUERY = ['Registration', 'Invitation', 'Enrolment'];

/** Every list of every subgraph in each of its orders. */
const LISTS = GROWN.flatMap((subgraph) =>
  Object.values(buildSchemaOf(subgraph).schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !WITHOUT_ID_QUERY.includes(name))
    .flatMap((type) =>
      connectionsOf(type).flatMap((field) =>
        ordersOf(field).map((order): List => ({ subgraph: subgraph.name, name: `${type.name}.${field.name}`, order })),
      ),
    ),
);

let profiler: Profiler;
const running = new Map<string, RunningSubgraph>();

beforeAll(async () => {
  profiler = await openProfiler();
  for (const subgraph of GROWN) {
    const started = await startSubgraph(subgraph);
    running.set(subgraph.name, started);
    const database = openDatabase({
      uri: process.env['TEST_MONGODB_URI']!,
      name: started.databaseName,
      isPatient: true,
    });
    await database.connected();
    await growSubgraph(database, subgraph, CITIES[subgraph.name]!);
    await database.close();
    await crowd(started, DEEP);
  }
}, 240_000);
afterAll(async () => {
  await profiler?.close();
  for (const subgraph of running.values()) await subgraph.close();
});

function connectionsOf(type: GraphQLObjectType): GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields()).filter((field) => String(field.type).replace('!', '').endsWith('Connection'));
}

function ordersOf({ args }: GraphQLField<unknown, unknown>): Array<string | null> {
  const orders = getNamedType(args.find(({ name }) => name === 'orderBy')?.type);
  return isEnumType(orders) ? orders.getValues().map(({ name }) => name) : [null];
}

interface Read {
  work: Work;
  page: { totalCount: number; nodes: unknown[]; edges: Array<{ cursor: string }> };
}

/** Reads pages of a list by their places. */
function pagesOf({ subgraph, name, order }: List) {
  const [type, field] = name.split('.') as [string, string];
  return async (
    place: string,
    selection = 'nodes { __typename } pageInfo { startCursor endCursor }',
  ): Promise<Read> => {
    const list = `list: ${field}(${NEEDED[name] ?? ''} ${order === null ? '' : `orderBy: ${order},`} ${place}) { ${selection} }`;
    const server = running.get(subgraph)!;
    if (type === 'Query') return read(await profiler.ask(server, `{ ${list} }`, {}, ADMIN), (data) => data.list);
    if (type === 'CourseRound')
      return read(
        await profiler.ask(server, `{ event(id: "${PARENTS['Event']!['id']}") { rounds { ${list} } } }`, {}, ADMIN),
        (data) => data.event.rounds[0].list,
      );
    const representations = [{ __typename: type, ...PARENTS[type] }];
    return read(
      await profiler.ask(
        server,
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${list} } } }`,
        { representations },
        ADMIN,
      ),
      (data) => data._entities[0].list,
    );
  };
}

function read(work: Work, list: (data: Work['data']) => Read['page']): Read {
  return { work, page: list(work.data) };
}

test('each exception is a list that there is', () => {
  expect(LISTS.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(EXCEPTIONS)));
});

describe.each(LISTS.filter(({ name }) => !(name in EXCEPTIONS) && !name.startsWith('Timeline.')))(
  '$name in the order $order',
  (list) => {
    const size = SIZES[list.name] ?? 1;
    const page = pagesOf(list);

    test('page 500 costs what the first one costs: after a cursor, before one and from the end', async () => {
      const counted = await page('first: 1', 'totalCount');
      const { totalCount } = counted.page;
      const deep = SHORT.has(list.name) ? Math.floor(totalCount / size) : DEEP;
      expect(totalCount).toBeGreaterThanOrEqual(deep * size);
      const first = await page(`first: ${size}`);
      const around = await page(`first: ${2 * size}, offset: ${(deep - 2) * size}`, 'edges { cursor }');
      const [lastBefore, firstDeep] = around.page.edges.slice(size - 1).map(({ cursor }) => cursor);
      const after = await page(`first: ${size}, after: "${lastBefore}"`);
      const before = await page(`last: ${size}, before: "${firstDeep}"`);
      const end = await page(`last: ${size}`);
      // The parent, one row that tells whether there are more, and one in which a cursor lies.
      expect(first.work.documents).toBeLessThanOrEqual(size + 5);
      if (!(list.name in COUNTED_BY_DOCUMENT)) expect(counted.work.documents).toBeLessThanOrEqual(1 + 5);
      for (const {
        work,
        page: { nodes },
      } of [first, after, before, end]) {
        expect([nodes.length, work.commands, work.scans]).toEqual([size, first.work.commands, false]);
        // A page after a cursor is read in two parts: rows with the cursor's value, and rows with later ones.
        expect(work.documents).toBeLessThanOrEqual(2 * first.work.documents);
        expect(work.keys).toBeLessThanOrEqual(first.work.keys + 3);
      }
    });
  },
);
