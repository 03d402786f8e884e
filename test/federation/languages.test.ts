import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGraph, type RunningGraph } from '../graph.js';

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph?.close());

/** What each subgraph refuses, and how. */
const REFUSED: Array<[subgraph: string, query: string, argument: string]> = [
  ['cities', '{ cities(first: 0) { nodes { id } } }', 'first'],
  ['partners', '{ partners(first: 101) { nodes { id } } }', 'first'],
  ['events', '{ events(after: "rubbish") { nodes { id } } }', 'after'],
];

const ENGLISH = /^[ -~]+$/;
const THAI = /[ก-๙]{3}/;

describe.each(REFUSED)('an error of the %s', (subgraph, query, argument) => {
  test.each([
    ['th', THAI],
    ['th-TH,th;q=0.9,en;q=0.8', THAI],
    ['en-GB,th;q=0.5', ENGLISH],
    ['de', ENGLISH],
  ])('is in the language of its caller, %s, through the gateway and without it', async (language, words) => {
    const through = (await graph.gateway.query(query, {}, { 'accept-language': language })).body;
    const itself = await graph.subgraphs.get(subgraph)!.ask(query, {}, { language });
    for (const { errors } of [through, itself]) {
      expect(errors).toMatchObject([
        { message: expect.stringMatching(words), extensions: { code: 'BAD_USER_INPUT', argument } },
      ]);
    }
    expect(through.errors[0].message).toBe(itself.errors[0].message);
  });

  test('is in English when the request has no Accept-Language', async () => {
    const { body } = await graph.gateway.query(query);
    expect(body.errors[0].message).toMatch(ENGLISH);
  });
});

test('concurrent callers with different languages each get errors in their own', async () => {
  const query = '{ cities(first: 0) { nodes { id } } }';
  const languages = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'th' : 'en'));
  const answers = await Promise.all(
    languages.map((language) => graph.gateway.query(query, {}, { 'accept-language': language })),
  );
  expect(answers.map(({ body }) => (THAI.test(body.errors[0].message) ? 'th' : 'en'))).toEqual(languages);
});

test('names and dates are in the language of their argument, also in both within one request', async () => {
  const { city } = await graph.read(
    `{ city(id: "th-yala") { name { th: text(lang: TH) en: text(lang: EN) } memberships { joinedOn { th: label(lang: TH) en: label(lang: EN) thCe: label(lang: TH, era: CE) enBe: label(lang: EN, era: BE) } cohort { id } } } }`,
  );
  expect(city.name).toEqual({ th: 'ยะลา', en: 'Yala' });
  const joined = city.memberships.find(({ cohort }: { cohort: { id: string } | null }) => cohort?.id === 'THAI_2020');
  expect(joined.joinedOn).toEqual({
    th: 'มกราคม 2563',
    en: 'January 2020',
    thCe: 'มกราคม ค.ศ. 2020',
    enBe: 'January 2563 BE',
  });
});

test('reasons of suggestions use names of cities, partners, solutions and challenges in both languages, never ids', async () => {
  const { city } = await graph.read(
    '{ city(id: "th-yala") { peers(first: 50) { nodes { reasons { sentence { th en } } } } suggestedSolutions(first: 50) { nodes { reasons { sentence { th en } } } } suggestedEvents(asOf: "2020-01-20", first: 50) { nodes { reasons { sentence { th en } } } pastEvents { reasons { city { name { en th } } sentence { th en } } } } } }',
  );
  type Told = {
    reasons: Array<{ city?: { name: { th: string; en: string } } | null; sentence: { th: string; en: string } }>;
  };
  const told: Told[] = [
    ...city.peers.nodes,
    ...city.suggestedSolutions.nodes,
    ...city.suggestedEvents.nodes,
    ...city.suggestedEvents.pastEvents,
  ];
  const sentences = told.flatMap(({ reasons }) => reasons.map(({ sentence }) => sentence));
  expect(sentences.length).toBeGreaterThan(50);
  // A suggested solution names the city where it is in use.
  expect(sentences.map(({ en }) => en)).toContainEqual(
    expect.stringMatching(/^“Phuket City Data Platform” is in use in Phuket/),
  );
  expect(sentences.some(({ en, th }) => /\([\w-]+\)/.test(`${en}${th}`))).toBe(false);
  for (const { th, en } of sentences) {
    // No code, and no id of several words.
    for (const text of [th, en])
      expect(text).not.toMatch(/[A-Z]+_[A-Z]|\b[a-z]+-[a-z]+-[a-z]+\b|\b[a-z]{2}-[a-z]+\b|undefined|null/);
    expect(th).toMatch(/[ก-๙]/);
  }
  expect(sentences).toContainEqual({
    en: 'Its host, Digital Economy Promotion Agency, holds “Phuket City Data Platform”, in use elsewhere, for the challenge “Government that uses data”.',
    th: expect.stringMatching(
      /^เจ้าภาพ คือ สำนักงานส่งเสริมเศรษฐกิจดิจิทัล มี “.*” ซึ่งใช้งานจริงในเมืองอื่นแล้ว สำหรับความท้าทาย “การบริหารเมืองด้วยข้อมูล”$/,
    ),
  });
  const ofCities = (city.suggestedEvents.pastEvents as Told[]).flatMap(({ reasons }) =>
    reasons.filter((reason) => reason.city),
  );
  expect(ofCities.length).toBeGreaterThan(0);
  for (const { city: named, sentence } of ofCities)
    expect([
      sentence.en.startsWith(`${named!.name.en} takes part`),
      sentence.th.startsWith(`${named!.name.th} เข้าร่วม`),
    ]).toEqual([true, true]);
});
