import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startGraph, type RunningGraph } from '../graph.js';

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
}, 120_000);
afterAll(() => graph?.close());
beforeEach(() => graph.forget());

interface Bar {
  key: string;
  label: { th: string | null; en: string | null; inThai: string; inEnglish: string };
  count: number;
}

const LABEL = 'label { th en inThai: text(lang: TH) inEnglish: text(lang: EN) }';
const bars = async (field: string, groupBy: string): Promise<Bar[]> =>
  (await graph.read(`{ ${field}(groupBy: ${groupBy}) { key ${LABEL} count } }`))[field];

/** The groups by which each chart can be drawn, as the schema has them. */
const CHARTS = {
  cityStats: 'CityGroup',
  eventStats: 'EventGroup',
  partnerStats: 'PartnerGroup',
  solutionStats: 'SolutionGroup',
  agreementStats: 'AgreementGroup',
};

test('no label of any chart is an id or a code, in either language', async () => {
  for (const [field, type] of Object.entries(CHARTS)) {
    const { __type } = await graph.read(`{ __type(name: "${type}") { enumValues { name } } }`);
    for (const { name } of __type.enumValues as Array<{ name: string }>) {
      const found = await bars(field, name);
      expect(found.length).toBeGreaterThan(0);
      for (const { key, label } of found) {
        const told = [field, name, key, label.inThai, label.inEnglish];
        expect([
          ...told,
          [label.inThai, label.inEnglish].every(
            (text) => text !== '' && text !== key && !/[A-Z]_[A-Z]|\([a-z0-9-]+\)$/.test(text),
          ),
        ]).toEqual([...told, true]);
      }
    }
  }
});

test.each([
  ['HOST', 'depa', { en: 'Digital Economy Promotion Agency', th: 'สำนักงานส่งเสริมเศรษฐกิจดิจิทัล' }],
  ['VENUE_CITY', 'th-phuket', { en: 'Phuket', th: 'ภูเก็ต' }],
  ['PROGRAMME', 'city-possible', { en: 'City Possible', th: 'ซิตี้ พอสซิเบิล' }],
  ['CHALLENGE', 'PUBLIC_SAFETY', { en: 'Public safety', th: 'ความปลอดภัยสาธารณะ' }],
])('events by %s are labelled as the owner names it', async (groupBy, key, label) => {
  expect((await bars('eventStats', groupBy)).find((bar) => bar.key === key)?.label).toMatchObject(label);
});

describe('names of entities of another subgraph', () => {
  const asked = (name: string) => graph.subgraphs.get(name)!.fetches.length;

  test('are fetched with one request for any number of bars, and not at all when no label is selected', async () => {
    const hosts = await bars('eventStats', 'HOST');
    expect(hosts.length).toBeGreaterThan(10);
    expect(asked('partners')).toBe(1);
    graph.forget();
    await graph.read('{ eventStats(groupBy: HOST) { key count } cityStats(groupBy: PROGRAMME) { key count } }');
    expect([asked('partners'), asked('cities') + asked('events')]).toEqual([0, 2]);
  });

  test('are replaced by kind and id while that subgraph is down, the chart is complete, and `missing` says so', async () => {
    const before = await bars('eventStats', 'HOST');
    const query = `{ byHost: eventStats(groupBy: HOST, thenBy: KIND) { key ${LABEL} thenLabel { th } count } cityStats(groupBy: REGION) { label { th } } }`;
    await graph.subgraphs.get('partners')!.kill();
    try {
      const { body } = await graph.gateway.query(query);
      const thai = await graph.gateway.query(query, {}, { 'accept-language': 'th' });
      const entry = { path: ['byHost'], subgraph: 'partners', code: 'NAMES_MISSING' };
      expect([body.errors, thai.body.errors]).toEqual([undefined, undefined]);
      expect(body.extensions.missing).toEqual([
        { ...entry, reason: 'Names cannot be looked up now: kind and id stand for them.' },
      ]);
      expect(thai.body.extensions.missing).toEqual([{ ...entry, reason: 'ขณะนี้ค้นหาชื่อไม่ได้ จึงแสดงประเภทและรหัสแทน' }]);
      const without = await bars('eventStats', 'HOST');
      expect(without.map(({ key, count }) => [key, count])).toEqual(before.map(({ key, count }) => [key, count]));
      expect(without.find(({ key }) => key === 'depa')?.label).toMatchObject({
        en: 'Partner (depa)',
        th: 'พันธมิตร (depa)',
      });
    } finally {
      await graph.subgraphs.get('partners')!.revive();
    }
    expect(await bars('eventStats', 'HOST')).toEqual(before);
  });
});
