import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { subgraphs } from '../../subgraphs/index.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { startWritingPartners, type Json, type WritingPartners } from './writing-partners.js';

let graph: WritingPartners;
let cities: RunningSubgraph;
let events: RunningSubgraph;
beforeAll(async () => {
  graph = await startWritingPartners();
  [cities, events] = (await Promise.all(
    ['cities', 'events'].map((name) => startSubgraph(subgraphs.find((subgraph) => subgraph.name === name)!)),
  )) as [RunningSubgraph, RunningSubgraph];
});
afterAll(() => Promise.all([graph, cities, events].map((running) => running?.close())));

const GAP =
  'recordType recordId recordName { en th } city { id } fact kinds detail label { en th } confidence conflictGroup source { id }';

/** Every gap, page by page. */
async function allGaps(subgraph: RunningSubgraph, field: string, args = ''): Promise<Json[]> {
  const gaps: Json[] = [];
  for (;;) {
    const { data, errors } = await subgraph.ask(
      `{ ${field}(first: 100, offset: ${gaps.length}${args}) { totalCount nodes { ${GAP} } } }`,
    );
    expect(errors).toBeUndefined();
    gaps.push(...data[field].nodes);
    if (data[field].nodes.length < 100) {
      expect(data[field].totalCount).toBe(gaps.length);
      return gaps;
    }
  }
}

function seeded(of: string): Json[] {
  return JSON.parse(readFileSync(`subgraphs/${of}.json`, 'utf8')).items;
}

/** Of the data files: facts by what they are, each with its date where it has one. */
const FACTS: Record<string, () => Json[]> = {
  PARTNER: () => seeded('partners/seed/partners').map((of) => ({ ...of, on: of.foundedOn })),
  ROLE: () =>
    seeded('partners/seed/partners').flatMap(({ roles }) => roles.map((of: Json) => ({ ...of, on: of.since }))),
  PROGRAMME: () => seeded('partners/seed/programmes').map((of) => ({ ...of, on: of.startedOn })),
  TARGET: () =>
    seeded('partners/seed/programmes').flatMap(({ targets }) =>
      targets.map((of: Json) => ({ ...of, on: of.statedOn })),
    ),
  AGREEMENT: () => seeded('partners/seed/agreements'),
  FUNDING: () =>
    seeded('partners/seed/agreements').flatMap(({ funding }) =>
      (funding?.values ?? []).map((of: Json) => ({ ...of, on: of.asOf })),
    ),
  DEPLOYMENT: () => deployments().map(({ on: _on, ...of }) => of),
  STAGE: () => deployments().flatMap(({ history }) => history),
  OUTCOME: () => deployments().flatMap(({ outcomes }) => outcomes.map((of: Json) => ({ ...of, on: of.asOf }))),
  INTRODUCTION: () => seeded('partners/seed/solutions').flatMap(({ introductions }) => introductions),
  EVENT: () => seeded('events/seed/events').map((of) => ({ ...of, on: of.startsOn })),
  SESSION: () =>
    seeded('events/seed/events').flatMap(({ sessions, confidence }) =>
      sessions.map((of: Json) => ({ ...of, confidence })),
    ),
};

function deployments(): Json[] {
  return seeded('partners/seed/solutions').flatMap((of) => of.deployments);
}

test('the gaps of partners and events are those of the data files, by kind and part', async () => {
  const gaps = [...(await allGaps(graph.partners, 'partnerFactGaps')), ...(await allGaps(events, 'eventFactGaps'))];
  const found = (fact: string, kind: string) =>
    gaps.filter((gap) => gap.fact === fact && gap.kinds.includes(kind)).length;
  const numbers = Object.entries(FACTS).map(([fact, factsOf]) => [
    fact,
    factsOf().filter(({ on }) => on === null).length,
    factsOf().filter(({ confidence }) => confidence === 'LOW').length,
    factsOf().filter(({ conflictGroup }) => conflictGroup != null).length,
  ]);
  expect(
    Object.keys(FACTS).map((fact) => [
      fact,
      ...['UNKNOWN_DATE', 'LOW_CONFIDENCE', 'CONTRADICTION'].map((kind) => found(fact, kind)),
    ]),
  ).toEqual(numbers);
  for (const column of [1, 2, 3]) expect(numbers.some((row) => (row[column] as number) > 0)).toBe(true);
  for (const { label, recordName, kinds, detail } of gaps) {
    expect([label.en, label.th, recordName.en, recordName.th, detail].every(Boolean)).toBe(true);
    expect(kinds.length).toBeGreaterThan(0);
  }
  const outcome = gaps.find(({ fact }) => fact === 'OUTCOME');
  expect(outcome.city.id).toMatch(/^[a-z]{2}-/);
});

test('kinds and parts choose among the gaps', async () => {
  const gaps = await allGaps(graph.partners, 'partnerFactGaps');
  expect(await allGaps(graph.partners, 'partnerFactGaps', ', kind: [CONTRADICTION], fact: [TARGET, FUNDING]')).toEqual(
    gaps.filter(({ fact, kinds }) => ['TARGET', 'FUNDING'].includes(fact) && kinds.includes('CONTRADICTION')),
  );
});

test('a write that fills a gap takes it away, and a withdrawal those of its record', async () => {
  const gapsOf = async (id: string) =>
    (await allGaps(graph.partners, 'partnerFactGaps')).filter(({ recordId }) => recordId === id);
  const why = 'A test.';
  const id = 'gap-partner';
  const { id: made } = await graph.written(
    'registerPartner',
    {
      ...{
        id,
        name: { en: 'Gap Partner', th: 'ภาคีทดสอบ' },
        kind: 'ACADEMIC',
        countryCode: 'TH',
        description: { en: 'A test.' },
      },
      source: { title: 'A test', url: 'https://example.org/a', publishedOn: '2024-01-01', lang: 'en' },
    },
    'id',
  );
  expect(await gapsOf(made)).toMatchObject([{ fact: 'PARTNER', kinds: ['UNKNOWN_DATE'], detail: made }]);
  await graph.written('changePartner', { partnerId: made, foundedOn: '2020', why }, 'id');
  expect(await gapsOf(made)).toEqual([]);
  await graph.written('changePartner', { partnerId: made, foundedOn: null, why }, 'id');
  expect(await gapsOf(made)).toHaveLength(1);
  await graph.written('withdrawPartner', { partnerId: made, why }, 'id');
  expect(await gapsOf(made)).toEqual([]);
});

describe('the gaps of cities', () => {
  test('have labels in both languages', async () => {
    const { data } = await cities.ask(
      '{ factGaps(below: HIGH, first: 100) { nodes { kind detail label { en th } } } }',
    );
    for (const { label } of data.factGaps.nodes) expect([label.en, label.th].every(Boolean)).toBe(true);
    const gaps: Json[] = data.factGaps.nodes;
    const labels = Object.fromEntries(gaps.map(({ kind, detail, label }) => [`${kind} ${detail}`, label.en]));
    expect(labels).toMatchObject({
      'POPULATION 1169577': '1,169,577',
      'KIND CITY': 'City',
      'CHALLENGE AIR_QUALITY': 'Air quality',
      'STATUS DESIGNATED': 'Designated smart city',
      'MEMBERSHIP THAI_2020': 'The 27 Thai cities, January 2020',
    });
  });
});
