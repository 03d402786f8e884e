import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { composeSupergraph } from '../../scripts/schema/composition/compose-supergraph.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { hostSubgraph, type HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';
import { SECRET } from '../signed-call.js';
import { operation } from './operation.js';

/** What a partner writes: it knows of our subgraphs only these types, and none of our code. */
const TRANSIT = readFileSync('test/federation/transit.graphql', 'utf8');

interface Moment {
  id: string;
  on: string;
  cityIds: string[];
}

/** As a partner may store them: in no order. `early` and `late` stand between moments of ours, `same-day` beside one. */
const MOMENTS: Moment[] = [
  { id: 'late', on: '2020-01-21', cityIds: ['th-yala'] },
  { id: 'same-day', on: '2020-01-20', cityIds: ['th-yala', 'th-khon-kaen'] },
  { id: 'whole-year', on: '2020', cityIds: [] },
  { id: 'early', on: '2012-03', cityIds: ['th-khon-kaen'] },
];

let moments = MOMENTS;
let started: RunningSubgraph[];
let transit: HostedSubgraph;
let gateway: RunningGateway;
let folder: string;

const reference = (object: object) => object;
const resolvers = {
  Query: { lines: () => [{ id: 'red', name: 'Yala red line' }] },
  Timeline: {
    __resolveReference: reference,
    transit: () =>
      moments.map((moment) => ({
        ...moment,
        th: `เปิดเดินรถ {city:th-yala} ${moment.id}`,
        en: `Service ${moment.id} began.`,
        recordType: 'Line',
        recordId: 'red',
      })),
  },
  Vocabulary: {
    __resolveReference: reference,
    transit: () => [
      { name: 'LineKind', description: 'Kinds of lines.', values: [{ value: 'TRAM', th: 'รถราง', en: 'Tram' }] },
      { name: 'Stage', description: 'Not ours to say.', values: [] },
    ],
  },
  Search: {
    __resolveReference: reference,
    transit({ id }: { id: string }) {
      const [text] = JSON.parse(Buffer.from(id, 'base64url').toString()) as [string, number];
      return 'yala red line'.startsWith(text.toLowerCase())
        ? [{ type: 'Line', id: 'red', match: 'PREFIX', th: 'สายสีแดงยะลา', en: 'Yala red line' }]
        : [];
    },
  },
};

beforeAll(async () => {
  started = await startSubgraphs();
  transit = await hostSubgraph(buildSubgraphSchema({ typeDefs: parse(TRANSIT), resolvers: resolvers as never }));
  const ours = started.map(({ name, url }) => ({ name, url, sdl: readFileSync(`schema/${name}.graphql`, 'utf8') }));
  folder = mkdtempSync(join(tmpdir(), 'open-to-a-fourth-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, composeSupergraph([...ours, { name: 'transit', url: transit.url, sdl: TRANSIT }]).supergraphSdl);
  const urls = Object.fromEntries(started.map(({ name, url }) => [urlVariable(name), url]));
  gateway = await startGateway({ SUBGRAPH_SECRET: SECRET, SUPERGRAPH_FILE: file, ...urls });
});
afterAll(async () => {
  await gateway?.close();
  await transit?.kill();
  await Promise.all((started ?? []).map((subgraph) => subgraph.close()));
  if (folder) rmSync(folder, { recursive: true });
});
beforeEach(() => {
  moments = MOMENTS;
});

/** The number of requests to the subgraph of others while a query runs. */
async function send(query: string, variables?: Record<string, unknown>) {
  const before = transit.received.length;
  const { body } = await gateway.query(query, variables);
  return { ...body, requests: transit.received.length - before };
}

async function whileDown<T>(run: () => Promise<T>): Promise<T> {
  await transit.kill();
  try {
    return await run();
  } finally {
    await transit.revive();
  }
}

describe('the vocabulary with a fourth subgraph', () => {
  const ALL = `query ($names: [String!]) {
    vocabulary(names: $names) { all { name description values { value label { th en text(lang: TH) } description } } }
  }`;

  test('is one list, in which an enum of the fourth stands beside ours', async () => {
    const { data, errors, requests } = await send(ALL, { names: ['Dimension', 'LineKind', 'EventKind', 'Stage'] });
    expect(errors).toBeUndefined();
    expect(data.vocabulary.all.map(({ name }: { name: string }) => name)).toEqual([
      'Dimension',
      'EventKind',
      'LineKind',
      'Stage',
    ]);
    expect(data.vocabulary.all[2]).toEqual({
      name: 'LineKind',
      description: 'Kinds of lines.',
      values: [{ value: 'TRAM', label: { th: 'รถราง', en: 'Tram', text: 'รถราง' }, description: '' }],
    });
    expect(requests).toBe(1);
  });

  test('keeps our enum when the fourth brings one of the same name', async () => {
    const { data } = await send(ALL, { names: ['Stage'] });
    expect(data.vocabulary.all).toHaveLength(1);
    expect(data.vocabulary.all[0].values.length).toBeGreaterThan(3);
  });

  test('without names has every enum of the network', async () => {
    const { data } = await send('{ vocabulary { all { name } cities { name } partners { name } events { name } } }');
    const { all, cities, partners, events } = data.vocabulary;
    const names = [...cities, ...partners, ...events, { name: 'LineKind' }].map(({ name }) => name);
    expect(all.map(({ name }: { name: string }) => name)).toEqual(names.sort());
  });

  test('is whole but for the fourth while that is down, and an error names it', async () => {
    const { data, errors } = await whileDown(() => send(ALL, { names: ['LineKind', 'EventKind'] }));
    expect(data.vocabulary.all).toMatchObject([{ name: 'EventKind' }]);
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'transit' } }]);
  });
});

describe('the search with a fourth subgraph', () => {
  const SEARCH =
    'query ($text: String!, $first: Int! = 10) { search(text: $text, first: $first) { hits { match subgraph type id name { th en } } } }';

  test('is one list, best fits first, ours before those of the fourth', async () => {
    const { data, errors, requests } = await send(SEARCH, { text: 'yala', first: 100 });
    expect(errors).toBeUndefined();
    const { hits } = data.search as { hits: Array<{ match: string; subgraph: string; type: string; id: string }> };
    expect(hits[0]).toMatchObject({ match: 'EXACT', subgraph: 'cities', type: 'City', id: 'th-yala' });
    expect(hits.filter(({ subgraph }) => subgraph === 'transit')).toEqual([
      {
        match: 'PREFIX',
        subgraph: 'transit',
        type: 'Line',
        id: 'red',
        name: { th: 'สายสีแดงยะลา', en: 'Yala red line' },
      },
    ]);
    const order = ['EXACT', 'PREFIX', 'PART'];
    const ranks = hits.map(({ match }) => order.indexOf(match));
    expect(ranks).toEqual(ranks.toSorted());
    expect(requests).toBe(1);
  });

  test('finds of ours what their own searches find', async () => {
    const own = await send(operation('search').query, { text: 'mastercard' });
    const { data } = await send(SEARCH, { text: 'mastercard' });
    const found = [
      ...own.data.searchCities.map(({ city }: { city: { id: string } }) => ['City', city.id]),
      ...own.data.searchPartners.map(({ node }: { node: { __typename: string; id: string } }) => [
        node.__typename,
        node.id,
      ]),
      ...own.data.searchEvents.map(({ event }: { event: { id: string } }) => ['Event', event.id]),
    ];
    const hits = data.search.hits.map(({ type, id }: { type: string; id: string }) => [type, id]);
    expect(hits.length).toBeGreaterThan(0);
    expect(found).toEqual(expect.arrayContaining(hits));
  });

  test('has at most as many hits as were asked for, the best', async () => {
    const { data } = await send(SEARCH, { text: 'yala', first: 1 });
    expect(data.search.hits).toMatchObject([{ match: 'EXACT', id: 'th-yala' }]);
  });

  test('refuses a number of hits out of range', async () => {
    const { data, errors } = await send(SEARCH, { text: 'yala', first: 101 });
    expect(data.search).toBeNull();
    expect(errors).toMatchObject([{ path: ['search'], extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }]);
  });

  test('is whole but for the fourth while that is down, and an error names it', async () => {
    const { data, errors } = await whileDown(() => send(SEARCH, { text: 'yala' }));
    expect(data.search.hits[0]).toMatchObject({ id: 'th-yala' });
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'transit' } }]);
  });

  test('is whole but for the events while those are down, and an error names them', async () => {
    const events = started.find(({ name }) => name === 'events')!;
    await events.kill();
    try {
      const { data, errors } = await send(SEARCH, { text: 'yala' });
      expect(data.search.hits[0]).toMatchObject({ id: 'th-yala' });
      expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'events' } }]);
    } finally {
      await events.revive();
    }
  });
});

describe('the timeline with a fourth subgraph', () => {
  const PAGE = `query ($from: LocalDate, $to: LocalDate, $city: ID, $kinds: [TimelineKind!], $first: Int! = 100, $after: String) {
    timeline(from: $from, to: $to, city: $city, kinds: $kinds, first: $first, after: $after) {
      items {
        nodes { __typename ... on TimelineMoment { id on { value } title { th en } cities { id } } ... on OtherMoment { subgraph recordType recordId } }
        pageInfo { hasNextPage endCursor }
        missing
      }
    }
  }`;
  interface Item {
    __typename: string;
    id: string;
    on: { value: string };
    cities: Array<{ id: string }>;
  }

  async function all(variables: Record<string, unknown>): Promise<Item[]> {
    const items: Item[] = [];
    for (let after: string | null = null; ;) {
      const { data, errors } = await send(PAGE, { ...variables, after });
      if (errors) throw new Error(JSON.stringify(errors));
      const { nodes, pageInfo } = data.timeline.items as {
        nodes: Item[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
      items.push(...nodes);
      if (!pageInfo.hasNextPage) return items;
      after = pageInfo.endCursor;
    }
  }

  const idsOfOthers = (items: Item[]) =>
    items.filter(({ __typename }) => __typename === 'OtherMoment').map(({ id }) => id);

  test('has the moments of the fourth among ours, newest first', async () => {
    const items = await all({});
    expect(idsOfOthers(items)).toEqual(['transit/late', 'transit/same-day', 'transit/whole-year', 'transit/early']);
    const dates = items.map(({ on }) => on.value);
    expect(dates).toEqual(dates.toSorted().reverse());
    expect(items.length).toBeGreaterThan(MOMENTS.length);
    expect(items.find(({ id }) => id === 'transit/same-day')).toEqual({
      __typename: 'OtherMoment',
      id: 'transit/same-day',
      on: { value: '2020-01-20' },
      title: { th: 'เปิดเดินรถ {city:th-yala} same-day', en: 'Service same-day began.' },
      cities: [{ id: 'th-yala' }, { id: 'th-khon-kaen' }],
      subgraph: 'transit',
      recordType: 'Line',
      recordId: 'red',
    });
  });

  test.each([{ first: 1 }, { first: 2 }, { first: 7 }])('is the same in pages of $first', async ({ first }) => {
    const window = { from: '2020-01-01', to: '2020-02-29' };
    const whole = await all(window);
    expect(idsOfOthers(whole)).toEqual(['transit/late', 'transit/same-day', 'transit/whole-year']);
    expect(await all({ ...window, first })).toEqual(whole);
  });

  test('of one city, one window or some kinds has the moments of the fourth that belong there', async () => {
    expect(idsOfOthers(await all({ city: 'th-khon-kaen' }))).toEqual(['transit/same-day', 'transit/early']);
    expect(idsOfOthers(await all({ from: '2020-06-01', to: '2020-06-30' }))).toEqual(['transit/whole-year']);
    expect(idsOfOthers(await all({ to: '2012-02-28' }))).toEqual([]);
    expect(idsOfOthers(await all({ kinds: ['CITY_JOINED'] }))).toEqual([]);
    expect((await all({ kinds: ['OTHER'] })).length).toBe(MOMENTS.length);
  });

  test('pages through more moments of the fourth than one page has', async () => {
    moments = Array.from({ length: 25 }, (_, index) => ({
      id: String(index).padStart(2, '0'),
      on: '2019-05',
      cityIds: [],
    }));
    const items = await all({ kinds: ['OTHER'], first: 4 });
    expect(items.map(({ id }) => id)).toEqual(moments.map(({ id }) => `transit/${id}`).reverse());
  });

  test('asks the fourth once for a page', async () => {
    expect((await send(PAGE, { first: 5 })).requests).toBe(1);
  });

  test('is whole but for the fourth while that is down: `missing` and an error name it', async () => {
    const { data, errors } = await whileDown(() => send(PAGE, { first: 5 }));
    expect(data.timeline.items.nodes).toHaveLength(5);
    expect(data.timeline.items.missing).toEqual(['transit']);
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'transit' } }]);
  });

  test('leaves out the fourth when one of its dates is none', async () => {
    moments = [{ id: 'wrong', on: 'next spring', cityIds: [] }];
    const { data } = await send(PAGE, { first: 5 });
    expect(data.timeline.items.nodes).toHaveLength(5);
    expect(data.timeline.items.missing).toEqual(['transit']);
  });

  test('without the events has the moments of the fourth too', async () => {
    const { data, errors } = await send(
      '{ timeline(kinds: [OTHER]) { itemsWithoutEvents { nodes { ... on OtherMoment { id } } missing } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.timeline.itemsWithoutEvents.nodes).toHaveLength(MOMENTS.length);
    expect(data.timeline.itemsWithoutEvents.missing).toEqual(['events']);
  });
});
