import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cities } from '../../subgraphs/cities/index.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await startSubgraph(cities as unknown as Subgraph);
});
afterAll(() => subgraph?.close());

const SEARCH = 'query ($text: String!, $first: Int) { searchCities(text: $text, first: $first) { match city { id } } }';
async function search(text: string, first?: number): Promise<Array<[string, string]>> {
  const { data, errors } = await subgraph.ask(SEARCH, { text, ...(first !== undefined && { first }) });
  expect(errors).toBeUndefined();
  return data.searchCities.map(({ match, city }: { match: string; city: { id: string } }) => [city.id, match]);
}

test.each(['แม่เมาะ', 'Mae Moh', 'Mae Mo', 'Mae Mor', 'MAE MOH', 'maemoh', '  mae-moh ', 'ＭＡＥ ＭＯＨ'])(
  '%s is Mae Moh, and no other city',
  async (text) => {
    expect(await search(text)).toEqual([['th-mae-moh', 'EXACT']]);
  },
);

test.each([
  ['Korat', 'th-nakhon-ratchasima'],
  ['Khorat', 'th-nakhon-ratchasima'],
  ['โคราช', 'th-nakhon-ratchasima'],
  ['นครราชสีมา', 'th-nakhon-ratchasima'],
  ['Sri Racha', 'th-si-racha'],
  ['ศรีราชา', 'th-si-racha'],
  ['Chantaburi', 'th-chanthaburi'],
  ['จันทบุรี', 'th-chanthaburi'],
  ['Koh Samui', 'th-samui'],
  ['เกาะสมุย', 'th-samui'],
  ['Phangnga', 'th-phang-nga'],
  ['พังงา', 'th-phang-nga'],
  ['น่าน', 'th-nan'],
  ['Nan', 'th-nan'],
])('the first hit for %s is %s', async (text, id) => {
  expect((await search(text))[0]).toEqual([id, 'EXACT']);
});

test('a city is found by a part of its name, by its name among the candidates, and by its province', async () => {
  expect((await search('เมาะ')).map(([id]) => id)).toContain('th-mae-moh');
  expect((await search('Yala Smart'))[0]).toEqual(['th-yala', 'PREFIX']);
  const lampang = await search('Lampang');
  expect(lampang[0]).toEqual(['th-lampang', 'EXACT']);
  expect(lampang).toContainEqual(['th-mae-moh', 'PART']);
  expect(await search('ลำปาง')).toContainEqual(['th-mae-moh', 'PART']);
});

test.each([
  // Two เ for แ, tone marks doubled or missing, and out of order.
  ['เเม่เมาะ', 'th-mae-moh'],
  ['แมเมาะ', 'th-mae-moh'],
  ['แม่่เมาะ', 'th-mae-moh'],
  ['ภูเกต', 'th-phuket'],
  ['นาน', 'th-nan'],
  // What stands before the name of a place.
  ['จังหวัดภูเก็ต', 'th-phuket'],
  ['จ.ภูเก็ต', 'th-phuket'],
  ['จ. ภูเก็ต', 'th-phuket'],
  ['อ.แม่เมาะ', 'th-mae-moh'],
  ['เทศบาลนครยะลา', 'th-yala'],
  ['City of Phuket', 'th-phuket'],
])('%s is found as the name of %s', async (text, id) => {
  expect((await search(text))[0]).toEqual([id, 'EXACT']);
});

test.each([
  ['อ.แม่เมาะ จ.ลำปาง', 'th-mae-moh'],
  ['Phuket ภูเก็ต', 'th-phuket'],
  ['ภูเก็ตPhuket', 'th-phuket'],
  ['Moh Mae', 'th-mae-moh'],
])('%s is found by all of its words', async (text, id) => {
  expect((await search(text))[0]).toEqual([id, 'PART']);
});

test.each([
  ['Phucket', 'th-phuket'],
  ['Chieng Mai', 'th-chiang-mai'],
  ['Yalla', 'th-yala'],
  ['ภูกเก็ต', 'th-phuket'],
  ['จังหวัดเชียงไหม่', 'th-chiang-mai'],
])('%s, a letter off, is similar to %s', async (text, id) => {
  expect((await search(text))[0]).toEqual([id, 'SIMILAR']);
});

test('names that differ by a number are not similar, nor are short ones', async () => {
  expect(await search('Rama 5')).toEqual([]);
  expect(await search('Nax')).toEqual([]);
});

test('Thai and Arabic digits are equal', async () => {
  expect(await search('พระราม ๔')).toEqual(await search('พระราม 4'));
  expect(await search('Rama ๔')).toEqual(await search('Rama 4'));
  expect((await search('พระราม ๔'))[0]?.[0]).toBe('th-rama-4');
});

test.each([
  '.*',
  '^Yala$',
  '(',
  '[a-z]+',
  '$where',
  '{"$ne":null}',
  '\u0000',
  'Yala\u0000',
  '   ',
  '%',
  '“”',
  '\ud800',
])('%j is taken literally', async (text) => {
  const hits = await search(text);
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '');
  expect(hits).toEqual(letters === '' ? [] : await search(letters));
});

test('any text gives a result, best match first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ maxLength: 100 }), fc.string({ unit: fc.constantFrom(...'ยะลานครaenk1๑ '), maxLength: 12 })),
      async (text) => {
        const ranks = (await search(text, 100)).map(([, match]) => ['EXACT', 'PREFIX', 'PART'].indexOf(match));
        expect(ranks).toEqual([...ranks].sort());
      },
    ),
    { numRuns: 60 },
  );
});

describe('is refused', () => {
  test.each([
    ['a'.repeat(101), 10, 'text'],
    ['Yala', 0, 'first'],
    ['Yala', 101, 'first'],
  ])('%#', async (text, first, argument) => {
    const { errors } = await subgraph.ask(SEARCH, { text, first });
    expect(errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
  });
});

test('at most `first` hits are returned, ten by default', async () => {
  expect(await search('s')).toHaveLength(10);
  expect(await search('s', 3)).toEqual((await search('s')).slice(0, 3));
});
