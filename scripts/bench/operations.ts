import { randomUUID } from 'node:crypto';
import { cityPages } from './city-pages.js';
import { literalsDocument } from './literals.js';
import type { Ask, FailureKind, Operation, RequestBody } from './operation.js';
import { MOST, stormDocument } from './plan-storm.js';
import { readOperation } from './read-operation.js';
import { cityDocument, eventDocument, pageStarts } from './wide-document.js';

/** By which events that the benchmark wrote are found again. */
export const WRITTEN_NAME = 'Meeting of a benchmark';

/** How many different requests an operation has, where it has several. */
const VARIANTS = 20;

const CITIES: RequestBody = {
  query:
    'query WarmUp { cities(first: 5) { nodes { id name { en } agreements(first: 1) { nodes { id } } events(first: 1) { nodes { id } } } } }',
};

/** All that is measured, in the order of the table. */
export const operations: readonly Operation[] = [
  {
    name: 'one-city',
    title: 'One city',
    rows: 1,
    requests: 1_000,
    quickRequests: 100,
    warmUp: 2_000,
    connections: 8,
    async bodies(ask) {
      const query = await readOperation('bench', 'one-city');
      const data = await ask({ query: `query Ids { cities(first: ${VARIANTS}) { nodes { id } } }` });
      return (data['cities'] as { nodes: Array<{ id: string }> }).nodes.map(({ id }) => ({ query, variables: { id } }));
    },
  },
  network(20, { requests: 200, quickRequests: 60, warmUp: 600 }),
  {
    ...network(20, { requests: 4_000, quickRequests: 400, warmUp: 4_000 }),
    name: 'network-20-kept',
    title: 'The whole network, 20 cities, from memory where responses are kept',
    gateways: ['ours-cached', 'stock-cached', 'hive-cached', 'fastify'],
  },
  {
    ...network(20, { requests: 200, quickRequests: 60, warmUp: 600 }),
    name: 'network-20-anew',
    title: 'The whole network, 20 cities, read anew for each request',
    gateways: ['ours', 'ours-cached'],
    headers: { 'cache-control': 'no-cache' },
  },
  failingNetwork('error', 'answers errors'),
  failingNetwork('refused', 'refuses connections'),
  network(100, { requests: 40, quickRequests: 12, warmUp: 100 }),
  cities(20, { requests: 400, quickRequests: 60, warmUp: 200 }),
  cities(200, { requests: 60, quickRequests: 12, warmUp: 60 }),
  cities(2_000, { requests: 10, quickRequests: 3, warmUp: 6 }),
  {
    name: 'flat-1000',
    title: 'A wide flat list of 1,000 rows',
    rows: 1_000,
    requests: 60,
    quickRequests: 15,
    warmUp: 50,
    connections: 4,
    async bodies(ask) {
      return wideBodies(eventDocument(1_000), 1_000, await totalOf(ask, 'events', 1_000));
    },
  },
  {
    name: 'mutation',
    title: 'A mutation',
    rows: 1,
    requests: 300,
    quickRequests: 60,
    warmUp: 150,
    connections: 4,
    writes: true,
    fresh: { env: { NODE_ENV: 'development' } }, // In production keys come from an https address only.
    async bodies(ask, requests) {
      const query = await readOperation('bench', 'create-event');
      const { city, partners } = (await ask({
        query: '{ city(id: "th-yala") { id } partners(first: 3) { nodes { id } } }',
      })) as { city: { id: string }; partners: { nodes: Array<{ id: string }> } };
      const hosts = partners.nodes.map(({ id }) => id);
      const input = {
        name: { en: WRITTEN_NAME },
        kind: 'MEETING',
        hosts,
        venueCityId: city.id,
        startsOn: '2030-01-20',
      };
      return Array.from({ length: requests }, () => ({
        query,
        variables: { input: { ...input, idempotencyKey: randomUUID() } },
      }));
    },
  },
  newTexts('plan-storm', '500 different operations, each for the first time', stormDocument, MOST),
  newTexts('literals', '500 texts of one operation, with other literals and aliases', literalsDocument),
];

type Amounts = Pick<Operation, 'requests' | 'quickRequests' | 'warmUp'>;

function network(first: number, amounts: Amounts): Operation {
  return {
    name: `network-${first}`,
    title: `The whole network, ${first} cities`,
    rows: first,
    ...amounts,
    connections: 4,
    async bodies(ask) {
      const query = await readOperation('schema', 'whole-network');
      return (await cityPages(ask, first, VARIANTS)).map((after) => ({ query, variables: { first, after } }));
    },
  };
}

/** Texts that a fresh gateway has never got. */
function newTexts(name: string, title: string, documentOf: (index: number) => string, most = Infinity): Operation {
  return {
    name,
    title,
    rows: 2,
    requests: 500,
    quickRequests: 80,
    warmUp: 100,
    connections: 4,
    fresh: { env: {} },
    warmUpBodies: [CITIES],
    bodies: async (_ask, requests) =>
      Array.from({ length: Math.min(requests, most) }, (_, index) => ({ query: documentOf(index) })),
  };
}

/** The whole network, 20 cities, while a subgraph that adds to each city fails. */
function failingNetwork(how: FailureKind, does: string): Operation {
  return {
    ...network(20, { requests: 200, quickRequests: 60, warmUp: 600 }),
    name: `network-20-${how}`,
    title: `The whole network, 20 cities, while events ${does}`,
    fresh: { env: {} },
    failing: { subgraph: 'events', how },
  };
}

/** The same for each city at every size, so that the sizes can be compared. */
function cities(rows: number, amounts: Amounts): Operation {
  return {
    name: `cities-${rows}`,
    title: `Cities with what others add, ${rows.toLocaleString('en')}`,
    rows,
    ...amounts,
    connections: rows > 500 ? 1 : 4, // Two such at once are more than a small machine's database answers within its time limit.
    async bodies(ask) {
      return wideBodies(cityDocument(rows), rows, await totalOf(ask, 'cities', rows));
    },
  };
}

/** Each begins a row further than the one before, as far as there are rows; more than are under way at once. */
function wideBodies(query: string, rows: number, total: number): RequestBody[] {
  const most = rows > 500 ? 6 : VARIANTS;
  return Array.from({ length: Math.min(most, total - rows + 1) }, (_, from) => ({
    query,
    variables: pageStarts(rows, from),
  }));
}

/** How many there are; throws when that is fewer than wanted. */
async function totalOf(ask: Ask, field: string, wanted: number): Promise<number> {
  const data = await ask({ query: `{ ${field}(first: 1) { totalCount } }` });
  const { totalCount } = data[field] as { totalCount: number };
  if (totalCount < wanted) throw new Error(`There are ${totalCount} ${field}, not ${wanted}: seed more with --scale.`);
  return totalCount;
}
