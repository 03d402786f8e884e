import type { LocalizedText } from '../facts/localized-text.type.js';
import { searchPaths } from '../facts/search-key.js';

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
