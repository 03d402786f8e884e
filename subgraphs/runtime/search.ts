import mongoose, { type IndexDefinition, type Model } from 'mongoose';
import { MatchQuality } from '../domain/vocabulary/match-quality.js';
import { searchKey, wordKeysOf } from '../domain/texts/search-key.js';
import { areSimilar, partsOfSimilar } from '../domain/texts/similar-keys.js';
import { withoutPrefix } from '../domain/texts/name-prefix.js';
import type { LocalizedText } from '../domain/texts/localized-text.type.js';
import { checkBetween } from './lists/check-between.js';
import { refusal } from './errors/errors.js';
import { BATCH_SIZE, toRow } from './database/loader.js';
import type { ModelDefinition, Row, Stored } from './database/model.js';

/** A row that was found, and how well its name fits. */
export interface Hit<R extends Stored> {
  row: Row<R>;
  match: MatchQuality;
}

/** The paths by which rows are found by their names. */
export const SEARCHED_PATHS: ReadonlySet<string> = new Set(['searchKeys', 'searchTails', 'similarKeys']);
/** The indexes that a searched model declares. */
export const searchIndexes: ReadonlyArray<readonly [IndexDefinition]> = [
  [{ searchKeys: 1 }],
  [{ searchTails: 1 }],
  [{ similarKeys: 1 }],
];

const LONGEST_TEXT = 100;
const MOST_HITS = 100;
/** Words of a text that are searched each by itself. */
const MOST_WORDS = 5;
/** Records with a part of a name in common that are compared with a text. */
const MOST_COMPARED = 300;
const RANK = Object.values(MatchQuality);

/** What a client searches, as it is looked up. */
export interface SearchText {
  /** The key of the whole, and of what follows a kind of administration or a title; empty when there is no letter or digit, which finds nothing. */
  keys: string[];
  /** The same of each word, and of each run of one script; empty when there is only one. */
  words: string[][];
}

/**
 * Checks what a client searches.
 *
 * @throws BAD_USER_INPUT for more than 100 characters, or a number of hits out of range
 */
export function readSearch(text: string, first: number): SearchText {
  checkBetween('first', 1, MOST_HITS, first);
  if (text.length > LONGEST_TEXT) {
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`text\` may have at most ${LONGEST_TEXT} characters, but got ${text.length}.`,
        th: `\`text\` มีได้ไม่เกิน ${LONGEST_TEXT} ตัวอักษร แต่ได้รับ ${text.length}`,
      },
      { argument: 'text' },
    );
  }
  const words = (text.normalize('NFKC').match(/[\p{Script=Thai}.]+|[^\p{Script=Thai}\s]+/gu) ?? [])
    .map(keysOf)
    .filter(({ length }) => length > 0)
    .slice(0, MOST_WORDS);
  return { keys: keysOf(text), words: words.length > 1 ? words : [] };
}

function keysOf(text: string): string[] {
  const keys = [text, withoutPrefix(text) ?? text].map(searchKey);
  return [...new Set(keys)].filter((key) => key !== '');
}

/** A collection that is searched. */
interface Searched<R extends Stored> {
  model: Model<R>;
  fields: ModelDefinition<R>['fields'];
}

/**
 * Finds rows by their names: exact before beginnings before parts, each in the order of the names' keys. When no name
 * has the whole text, rows that have all of its words are found, as parts; when there are none, those that are spelled
 * nearly like it. The text is taken literally, and no read looks at more rows than it gives, or than
 * {@link MOST_COMPARED}.
 */
export async function searchRows<R extends Stored>(
  model: Model<R>,
  { fields }: ModelDefinition<R>,
  { keys, words }: SearchText,
  first: number,
): Promise<Hit<R>[]> {
  const searched = { model, fields };
  const whole = await rowsWith(searched, keys, first);
  if (whole.length > 0) return whole;
  const byWords = await rowsWithAll(searched, words);
  const hits = byWords.length > 0 ? byWords : await similarRows(searched, keys);
  return hits.slice(0, first);
}

/** The best of hits of several collections or subgraphs; those of one quality keep their order. What is only similar counts when nothing else fits. */
export function bestHits<H extends { match: MatchQuality }>(hits: readonly H[], first: number): H[] {
  const fitting = hits.filter(({ match }) => match !== MatchQuality.SIMILAR);
  return [...(fitting.length > 0 ? fitting : hits)]
    .sort((a, b) => RANK.indexOf(a.match) - RANK.indexOf(b.match))
    .slice(0, first);
}

/** Rows with one of the keys as a name, its beginning, or a part of it. */
async function rowsWith<R extends Stored>(
  searched: Searched<R>,
  keys: readonly string[],
  first: number,
): Promise<Hit<R>[]> {
  const begins = (key: string) => ({ $elemMatch: { $gte: key, $lt: `${key}\u{10ffff}` } });
  const tiers: Array<[MatchQuality, string, (key: string) => unknown]> = [
    [MatchQuality.EXACT, 'searchKeys', (key) => key],
    [MatchQuality.PREFIX, 'searchKeys', begins],
    [MatchQuality.PART, 'searchTails', begins],
  ];
  const hits = new Map<string, Hit<R>>();
  for (const [match, path, condition] of tiers)
    for (const key of keys) {
      if (hits.size >= first) break;
      for (const document of await read(searched, path, condition(key), first + hits.size))
        if (!hits.has(document._id)) hits.set(document._id, { row: toRow(document), match });
    }
  return [...hits.values()].slice(0, first);
}

/** Rows that are found by each of the words. */
async function rowsWithAll<R extends Stored>(searched: Searched<R>, words: SearchText['words']): Promise<Hit<R>[]> {
  let common: Hit<R>[] | undefined;
  for (const keys of words) {
    const found = await rowsWith(searched, keys, MOST_HITS);
    const ids = new Set(found.map(({ row }) => row.id));
    common = common ? common.filter(({ row }) => ids.has(row.id)) : found;
    if (common.length === 0) break;
  }
  return (common ?? []).map(({ row }) => ({ row, match: MatchQuality.PART }));
}

/** Rows with a name, or a word of one, that differs from one of the keys by a letter or two. */
async function similarRows<R extends Stored>(searched: Searched<R>, keys: readonly string[]): Promise<Hit<R>[]> {
  const parts = keys.flatMap((key) => [...partsOfSimilar(key), ...partsOfSimilar(key, 'word')]);
  if (parts.length === 0) return [];
  const compared = await read(searched, 'similarKeys', { $in: parts }, MOST_COMPARED);
  const isSimilar = (to: string) => keys.some((key) => areSimilar(key, to));
  const wholes = compared.filter(({ searchKeys }) => searchKeys.some(isSimilar));
  const byWord = compared.filter((document) => !wholes.includes(document) && wordKeysOf(document).some(isSimilar));
  return [...wholes, ...byWord].map((document) => ({ row: toRow(document), match: MatchQuality.SIMILAR }));
}

/** What a searched record is called. */
type Called = { name: LocalizedText; aliases?: string[]; searchKeys: string[] };

/** @param condition on the path, made by us */
function read<R extends Stored>(
  { model, fields }: Searched<R>,
  path: string,
  condition: unknown,
  limit: number,
): Promise<Array<R & Called>> {
  const isCompared = path === 'similarKeys';
  return model
    .find(mongoose.trusted({ [path]: condition }) as never, isCompared ? { ...fields, searchKeys: 1 } : fields)
    .hint({ [path]: 1 })
    .limit(limit)
    .batchSize(BATCH_SIZE)
    .lean<Array<R & Called>>();
}
