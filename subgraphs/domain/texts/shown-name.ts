import type { LocalizedText } from './localized-text.type.js';

/**
 * The names by which a record is shown to readers of each language: its own, or else the one in the other language. Lists
 * are ordered by it, so that what has no name in a language does not stand before all that have one.
 */
export function shownName({ en, th }: LocalizedText): LocalizedText {
  return { en: en ?? th, th: th ?? en };
}
