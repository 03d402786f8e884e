import type { LocalizedText } from './localized-text.type.js';
import { partsOf } from './similar-keys.js';
import { oneThaiSpelling } from './thai-spelling.js';

const THAI_ZERO = '๐'.codePointAt(0)!;

/**
 * The text by which a name is found: case, width, accents of Latin letters, tone marks, spaces, punctuation, the script
 * of digits and the spelling of loanwords do not matter. For searching only; what is stored and shown stays as it came.
 */
export function searchKey(text: string): string {
  return oneThaiSpelling(
    text
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFKC')
      .toLowerCase(),
  )
    .replace(/[๐-๙]/g, (digit) => String(digit.codePointAt(0)! - THAI_ZERO))
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

/** The longest part of a name by which it can be found, in characters. */
const LONGEST = 100;

/** The beginnings of words and, in Thai, which writes no spaces between them, of what can be syllables. */
const BEGINNINGS = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]|[เแโใไก-ฮ]/gu;

/**
 * The keys of the ends of a name that a person may begin to type at: each word's start, and in Thai each place at which
 * a syllable can start. A prefix of one of them is a part of the name, so that an index finds parts of names. What
 * stands before a word follows at its end, so that a family name may be typed first.
 */
export function searchTails(text: string): string[] {
  const name = text.normalize('NFKC');
  const tails = new Set<string>();
  for (const { index } of name.matchAll(BEGINNINGS)) {
    const isWord = index === 0 || /\s/.test(name[index - 1]!);
    const tail = (searchKey(name.slice(index)) + (isWord ? searchKey(name.slice(0, index)) : '')).slice(0, LONGEST);
    if (tail !== '') tails.add(tail);
  }
  return [...tails];
}

/** What a model stores of its names, so that {@link file://../../runtime/search.ts} finds it. */
export interface SearchedPaths {
  searchKeys: string[];
  searchTails: string[];
  /** Parts of names and words, by which similar ones are found. */
  similarKeys: string[];
}

/**
 * What a record is found by.
 *
 * @param names its names, by which it is also found when they are misspelled
 * @param others what else it is found by, as it is written
 */
export function searchPaths(
  names: ReadonlyArray<string | null | undefined>,
  others: ReadonlyArray<string | null | undefined> = [],
): SearchedPaths {
  const [called, all] = [given(names), given([...names, ...others])];
  const searchKeys = keysOf(all);
  return {
    searchKeys,
    searchTails: [...new Set(all.flatMap(searchTails))],
    similarKeys: [
      ...new Set([
        ...keysOf(called).flatMap((key) => partsOf(key)),
        ...wordsOf(called).flatMap((key) => partsOf(key, 'word')),
      ]),
    ],
  };
}

function given(names: ReadonlyArray<string | null | undefined>): string[] {
  return names.filter((name): name is string => name != null && name !== '');
}

function keysOf(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => searchKey(name).slice(0, LONGEST)))];
}

/** The keys of the words of a record's names that have several. */
export function wordKeysOf({ name, aliases }: { name?: LocalizedText; aliases?: string[] }): string[] {
  return wordsOf(given([name?.en, name?.th, ...(aliases ?? [])]));
}

function wordsOf(names: readonly string[]): string[] {
  return keysOf(
    names
      .map((name) => name.split(/\s+/))
      .filter(({ length }) => length > 1)
      .flat(),
  );
}

/** What a record is found by: its name in both languages and its other spellings. */
export function searchedNames({ name, aliases }: { name?: LocalizedText; aliases?: string[] }): SearchedPaths {
  return searchPaths([name?.en, name?.th, ...(aliases ?? [])]);
}
