import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { subgraphs } from '../../subgraphs/index.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

let partners: RunningSubgraph;

beforeAll(async () => {
  partners = await startSubgraph(subgraphs.find(({ name }) => name === 'partners')!);
});
afterAll(() => partners?.close());
beforeEach(() => partners.forget());

const QUERY =
  'query ($text: String!, $first: Int) { searchPartners(text: $text, first: $first) { match node { __typename ... on Partner { id kind } ... on Person { id } ... on Solution { id } ... on Programme { id } ... on Agreement { id } } } }';

async function search(text: string, first?: number): Promise<string[]> {
  const { data, errors } = await partners.ask(QUERY, { text, first });
  expect(errors).toBeUndefined();
  return data.searchPartners.map(
    ({ match, node }: { match: string; node: { __typename: string; id: string } }) =>
      `${match} ${node.__typename} ${node.id}`,
  );
}

test.each([
  ['Passakorn Prathombutr', 'EXACT Person passakon-prathombutr'],
  ['ภาสกร ประถมบุตร', 'EXACT Person passakon-prathombutr'],
  ['DEPA', 'EXACT Partner depa'],
  ['ดีป้า', 'EXACT Partner depa'],
  ['มิเกล กามิโน จูเนียร์', 'EXACT Person miguel-gamino'],
  ['Miguel Gamino', 'EXACT Person miguel-gamino'],
  ['City Key', 'EXACT Solution mastercard-city-key'],
  ['กุญแจเมือง', 'PREFIX Solution mastercard-city-key'],
  ['Gamino', 'PART Person miguel-gamino'],
])('the first hit for "%s" is %s', async (text, expected) => {
  expect((await search(text))[0]).toBe(expected);
});

test.each(['แม่เมาะ', 'Mae Moh', 'Mae Mo', 'MAE MOH'])('"%s" finds the solution of Mae Moh', async (text) => {
  expect((await search(text)).map((hit) => hit.split(' ').slice(1).join(' '))).toContain(
    'Solution mae-moh-city-data-platform',
  );
});

test('whole names come before beginnings before parts, and kinds in their order', async () => {
  const hits = await search('Mastercard', 100);
  const [matches, kinds] = [
    hits.map((hit) => hit.split(' ')[0]!),
    ['Partner', 'Person', 'Solution', 'Programme', 'Agreement'],
  ];
  expect(hits[0]).toBe('EXACT Partner mastercard');
  expect(matches).toEqual(
    [...matches].sort((a, b) => ['EXACT', 'PREFIX', 'PART'].indexOf(a) - ['EXACT', 'PREFIX', 'PART'].indexOf(b)),
  );
  const prefixed = hits.filter((hit) => hit.startsWith('PREFIX')).map((hit) => kinds.indexOf(hit.split(' ')[1]!));
  expect(prefixed.length).toBeGreaterThan(2);
  expect(prefixed).toEqual([...prefixed].sort());
  expect(new Set(hits).size).toBe(hits.length);
});

test('text is taken literally, and one without a letter or digit finds nothing', async () => {
  for (const text of ['.*', '$ne', '(a+)+$', '', '   ', '{}'])
    expect(await search(text)).toEqual(
      text === '$ne' ? await search('ne') : text === '(a+)+$' ? await search('a') : [],
    );
});

test('a text too long and a number of hits out of range are refused', async () => {
  for (const [variables, argument] of [
    [{ text: 'x'.repeat(101) }, 'text'],
    [{ text: 'x', first: 0 }, 'first'],
    [{ text: 'x', first: 101 }, 'first'],
  ] as const) {
    const { errors } = await partners.ask(QUERY, variables);
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  }
});

test.each([
  ['Gamino Miguel', 'PART Person miguel-gamino'],
  ['Miguel Gamiño', 'EXACT Person miguel-gamino'],
  ['Miguel Gomino', 'SIMILAR Person miguel-gamino'],
])('%s is a way to type a name: %s', async (text, hit) => {
  expect((await search(text))[0]).toBe(hit);
});

test.each([
  ['แผนสมาร์ทซิตี้', 'แผนสมาร์ตซิตี'],
  ['ดิจิตอล', 'ดิจิทัล'],
])('%s and %s, one loanword in two spellings, find the same', async (one, other) => {
  expect(await search(one)).toEqual(await search(other));
});

test('nothing that is only similar is found beside what fits', async () => {
  const hits = await search('Mastercard', 100);
  expect(hits.filter((hit) => hit.startsWith('SIMILAR'))).toEqual([]);
  expect((await search('Mastercart')).map((hit) => hit.split(' ').slice(0, 3).join(' '))).toContain(
    'SIMILAR Partner mastercard',
  );
});

test('a search costs three reads of each of the five collections at most, and one more when nothing fits', async () => {
  await search('a', 100);
  expect(partners.commands.length).toBeLessThanOrEqual(15);
  partners.commands.length = 0;
  await search('zzzz', 100);
  expect(partners.commands.length).toBe(20);
  expect(new Set(partners.commands)).toEqual(new Set(['find']));
});
