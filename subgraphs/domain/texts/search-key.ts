import type { LocalizedText } from './localized-text.type.js';

const THAI_ZERO = '๐'.codePointAt(0)!;

/**
 * The text by which a name is found: case, width, accents of Latin letters, spaces, punctuation and the script of digits do not matter. For
 * searching only; what is stored and shown stays as it came.
 */
export function searchKey(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[๐-๙]/g, (digit) => String(digit.codePointAt(0)! - THAI_ZERO))
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

/** The longest part of a name by which it can be found, in characters. */
const LONGEST = 100;

/**
 * The keys of the ends of a name that a person may begin to type at: each word's start, and in Thai, which writes no
 * spaces, each place at which a syllable can start. A prefix of one of them is a part of the name, so that an index
 * finds parts of names.
 */
export function searchTails(text: string): string[] {
  const tails = new Set<string>();
  for (const match of text.normalize('NFKC').matchAll(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]|[เแโใไก-ฮ]/gu)) {
    const tail = searchKey(text.normalize('NFKC').slice(match.index)).slice(0, LONGEST);
    if (tail !== '') tails.add(tail);
  }
  return [...tails];
}

/** What a model stores of its names, so that {@link file://../../runtime/search.ts} finds it. */
export function searchPaths(names: ReadonlyArray<string | null | undefined>): {
  searchKeys: string[];
  searchTails: string[];
} {
  const given = names.filter((name): name is string => name != null && name !== '');
  return {
    searchKeys: [...new Set(given.map((name) => searchKey(name).slice(0, LONGEST)))],
    searchTails: [...new Set(given.flatMap(searchTails))],
  };
}

/** What a record is found by: its name in both languages and its other spellings. */
export function searchedNames({
  name,
  aliases,
}: {
  name?: LocalizedText;
  aliases?: string[];
}): ReturnType<typeof searchPaths> {
  return searchPaths([name?.en, name?.th, ...(aliases ?? [])]);
}
