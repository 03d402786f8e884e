import mongoose, { type IndexDefinition, type Model } from 'mongoose';
import { MatchQuality } from '../domain/vocabulary/match-quality.js';
import { searchKey } from '../domain/texts/search-key.js';
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
export const SEARCHED_PATHS: ReadonlySet<string> = new Set(['searchKeys', 'searchTails']);
/** The indexes that a searched model declares. */
export const searchIndexes: ReadonlyArray<readonly [IndexDefinition]> = [[{ searchKeys: 1 }], [{ searchTails: 1 }]];

const LONGEST_TEXT = 100;
const MOST_HITS = 100;

/**
 * Checks what a client searches.
 *
 * @returns its key; empty when the text has no letter or digit, which finds nothing
 * @throws BAD_USER_INPUT for more than 100 characters, or a number of hits out of range
 */
export function readSearch(text: string, first: number): string {
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
  return searchKey(text);
}

/**
 * Finds rows by their names: exact before beginnings before parts, each in the order of the names' keys. The text is
 * taken literally, and no read looks at more rows than it gives.
 *
 * @param key what {@link readSearch} gave
 */
export async function searchRows<R extends Stored>(
  model: Model<R>,
  definition: ModelDefinition<R>,
  key: string,
  first: number,
): Promise<Hit<R>[]> {
  if (key === '') return [];
  const begins = { $gte: key, $lt: `${key}\u{10ffff}` };
  const tiers: Array<[MatchQuality, 'searchKeys' | 'searchTails', string | object]> = [
    [MatchQuality.EXACT, 'searchKeys', key],
    [MatchQuality.PREFIX, 'searchKeys', { $elemMatch: begins }],
    [MatchQuality.PART, 'searchTails', { $elemMatch: begins }],
  ];
  const hits = new Map<string, Hit<R>>();
  for (const [match, path, condition] of tiers) {
    if (hits.size >= first) break;
    const found = await model
      .find(mongoose.trusted({ [path]: condition }) as never, definition.fields)
      .hint({ [path]: 1 })
      .limit(first + hits.size)
      .batchSize(BATCH_SIZE)
      .lean<R[]>();
    for (const document of found) if (!hits.has(document._id)) hits.set(document._id, { row: toRow(document), match });
  }
  return [...hits.values()].slice(0, first);
}
