import type { LocalizedText } from '../facts/localized-text.type.js';
import { searchPaths } from '../facts/search-key.js';

interface Searched {
  name: LocalizedText;
  aliases: readonly string[];
  sessions: ReadonlyArray<{ title: LocalizedText }>;
}

/** What an event is found by: its names, their other spellings, and the titles of its sessions. Every write of an event stores it anew. */
export function eventSearchPaths({ name, aliases, sessions }: Searched) {
  return searchPaths([name.en, name.th, ...aliases, ...sessions.flatMap(({ title }) => [title.en, title.th])]);
}
