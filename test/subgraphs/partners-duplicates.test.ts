import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { partsOf, partsOfSimilar } from '../../subgraphs/domain/texts/similar-keys.js';
import { areSimilarNames as areSimilar } from '../../subgraphs/partners/facts/similar-names.js';
import { searchKey } from '../../subgraphs/domain/texts/search-key.js';
import { startWritingPartners, type Input, type WritingPartners } from './writing-partners.js';
import { expectVerified } from '../verify/verified.js';

let graph: WritingPartners;

beforeAll(async () => void (graph = await startWritingPartners()));
afterAll(() => graph?.close());

let fresh = 0;
const newPartner = (also: Input): Input => ({
  id: `new-partner-${(fresh += 1)}`,
  kind: 'NGO',
  description: { en: 'What it is.' },
  ...also,
});
const newSolution = (also: Input): Input => ({
  id: `new-solution-${(fresh += 1)}`,
  ownerId: 'depa',
  kind: 'SERVICE',
  description: { en: 'What it does.' },
  addresses: ['CITIZEN_VOICE'],
  ...also,
});
const SIMILAR = { code: 'RULE_VIOLATED', rule: 'SIMILAR_NAME', argument: 'input.name' };

test.each([
  { told: 'the same name', name: { en: 'Mastercard' } },
  { told: 'the same name in other letters, spaces and width', name: { en: 'ＭＡＳＴＥＲ card' } },
  { told: 'a long name with one letter changed', name: { en: 'Mastercart' } },
  { told: 'a long name with one letter less', name: { en: 'Mastecard' } },
  { told: 'the same name as another spelling', name: { en: 'Payments of the World' }, aliases: ['mastercard'] },
])('a partner with $told is refused, and told which record is similar', async ({ told: _, ...names }) => {
  const { data, errors } = await graph.write('registerPartner', newPartner(names), '__typename');
  expect(data!['registerPartner']).toBeNull();
  expect(errors![0]!.extensions).toMatchObject({ ...SIMILAR, similar: 'mastercard' });
  expect(errors![0]!.message).toContain('“Mastercard” (mastercard)');
});

test('a partner with a similar name is registered when the caller says that it is another one', async () => {
  const input = newPartner({ name: { en: 'Mastercard' }, evenIfSimilar: true });
  expect(await graph.written('registerPartner', input, 'id')).toEqual({ id: input['id'] });
});

test('a name in Thai is compared with the names in Thai', async () => {
  const { partner } = await graph.read('{ partner(id: "depa") { name { th } } }');
  expect(await graph.refused('registerPartner', newPartner({ name: { th: partner.name.th } }))).toEqual(SIMILAR);
});

test('a solution with the name of one on file is refused, whoever owns it', async () => {
  const { solution } = await graph.read('{ solution(id: "traffy-fondue") { name { en } } }');
  expect(await graph.refused('publishSolution', newSolution({ name: { en: solution.name.en } }))).toEqual(SIMILAR);
  const another = newSolution({ name: { en: solution.name.en }, evenIfSimilar: true });
  expect(await graph.written('publishSolution', another, 'id')).toEqual({ id: another['id'] });
});

test('names that are similar share a part by which an index finds them, whatever differs', () => {
  const letters = 'abcdeก';
  const random = (below: number) => Math.floor(Math.random() * below);
  const edited = (key: string) => {
    const at = random(key.length + 1);
    const letter = letters.charAt(random(letters.length));
    return [key.slice(0, at) + key.slice(at + 1), key.slice(0, at) + letter + key.slice(at)][random(2)]!;
  };
  let similar = 0;
  for (let tries = 0; tries < 20_000; tries += 1) {
    const key = Array.from({ length: 6 + random(20) }, () => letters.charAt(random(letters.length))).join('');
    const other = random(2) === 0 ? edited(key) : edited(edited(key));
    if (!areSimilar(key, other) || key === other) continue;
    similar += 1;
    const stored = new Set(partsOf(key));
    expect([key, other, partsOfSimilar(other).some((part) => stored.has(part))]).toEqual([key, other, true]);
  }
  expect(similar).toBeGreaterThan(5_000);
  expect(partsOfSimilar('partnernumber1234').some((part) => partsOf('partnernumber1235').includes(part))).toBe(false);
});

test('of six who register one name at once under six ids, one does', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      graph.write('registerPartner', newPartner({ name: { en: 'Institute of Quiet Streets' } }), 'id'),
    ),
  );
  expect(answers.map(({ errors }) => errors?.[0]!.extensions['rule'] ?? 'done').sort()).toEqual([
    ...Array(5).fill('SIMILAR_NAME'),
    'done',
  ]);
});

test.each([
  ['Yala School 1', 'Yala School 2', false],
  ['AIT', 'NIT', false],
  ['Khon Kaen City Bus', 'Khon Kaen City Buses', true],
  ['Khon Kaen City Bus', 'Khon Khaen City Buss', true],
  ['Khon Kaen City Bus', 'Khon Kaen Smart Bus', false],
  ['สำนักงานส่งเสริมเศรษฐกิจดิจิทัล', 'สำนักงานส่งเสริมเศรษฐกิจดิจิตัล', true],
])('“%s” and “%s” are similar: %s', (one, other, expected) => {
  expect(areSimilar(searchKey(one), searchKey(other))).toBe(expected);
  expect(areSimilar(searchKey(other), searchKey(one))).toBe(expected);
});

test('of six identical outcomes one is recorded; another value of the same day stays beside it', async () => {
  const deploymentId = 'deployment-traffy-phuket';
  const outcome = { deploymentId, metric: 'REPORTS_SOLVED', value: 12.5, unit: 'REPORT', asOf: '2025-01-31' };
  const answers = await Promise.all(Array.from({ length: 6 }, () => graph.write('recordOutcome', outcome, 'id')));
  expect(answers.map(({ errors }) => errors?.[0]!.extensions['rule'] ?? 'done').sort()).toEqual([
    ...Array(5).fill('OUTCOME_ALREADY_RECORDED'),
    'done',
  ]);
  const { outcomes } = await graph.written('recordOutcome', { ...outcome, value: 13 }, 'outcomes { metric value }');
  expect(outcomes.filter(({ metric }: { metric: string }) => metric === 'REPORTS_SOLVED')).toEqual([
    { metric: 'REPORTS_SOLVED', value: 12.5 },
    { metric: 'REPORTS_SOLVED', value: 13 },
  ]);
});

test.each([1e308, 1.1e15, -1])('an outcome of %d is refused', async (value) => {
  const outcome = { deploymentId: 'deployment-traffy-phuket', metric: 'REPORTS', value, unit: 'REPORT' };
  expect(await graph.refused('recordOutcome', outcome)).toEqual({ code: 'BAD_USER_INPUT', argument: 'input.value' });
});

test('the version of an agreement that is new is refused', async () => {
  const terms = { name: { en: 'New' }, kind: 'MOU', parties: [{ cityId: 'th-yala' }, { partnerId: 'depa' }] };
  expect(await graph.refused('signAgreement', { agreementId: 'brand-new', terms, expectedVersion: 1 })).toEqual({
    code: 'BAD_USER_INPUT',
    argument: 'input.expectedVersion',
  });
});

test('a correction to the name of another record is refused unless it is another one; an old name is not checked anew', async () => {
  const why = 'It is called so.';
  const [partner, solution] = [newPartner({ name: { en: 'Quokka' } }), newSolution({ name: { en: 'Wombat' } })];
  const source = { title: 'Gazette' };
  const programme = {
    ...{ id: 'new-programme', kind: 'POLICY', name: { en: 'Numbat' }, description: { en: 'What it is.' }, source },
  };
  await graph.written('registerPartner', partner, 'id');
  await graph.written('publishSolution', solution, 'id');
  await graph.written('registerProgramme', programme, 'id');
  const { traffy, delgosea } = await graph.read(
    '{ traffy: solution(id: "traffy-fondue") { name { en } } delgosea: programme(id: "delgosea") { name { en } } }',
  );
  for (const [mutation, input, similar] of [
    ['changePartner', { partnerId: partner['id'] }, 'Mastercart'],
    ['changeSolution', { solutionId: solution['id'] }, traffy.name.en],
    ['changeProgramme', { programmeId: 'new-programme', source }, delgosea.name.en],
  ] as const) {
    const change = { ...input, why };
    expect(await graph.refused(mutation, { ...change, name: { en: similar } })).toEqual(SIMILAR);
    expect(await graph.refused(mutation, { ...change, aliases: [similar] })).toEqual(SIMILAR);
    await graph.written(mutation, { ...change, name: { en: similar }, evenIfSimilar: true }, 'id');
    await graph.written(mutation, { ...change, description: { en: 'Another text.' } }, 'id');
  }
});

test('what these writes left fits together', () => expectVerified(graph.partners));
