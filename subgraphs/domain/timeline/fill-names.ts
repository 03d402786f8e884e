import { shownName } from '../texts/shown-name.js';
import type { LocalizedText } from '../texts/localized-text.type.js';
import type { Sentence } from '../../protocol/language.js';

/** What is known of names: for `city:th-yala`, null when it is not known here. */
export type NameOf = (reference: string) => { th: string | null; en: string | null } | null;

/**
 * A name as a part of a sentence: whatever is in it, no part of it is read as a reference. {@link withoutReferences} gives
 * its braces back.
 */
function quoteName(name: string): string {
  return name.replaceAll('{', QUOTED_BRACE);
}

/** The same of a name in both languages. */
export function quoteNames({ th, en }: LocalizedText): LocalizedText {
  return { th: th === null ? null : quoteName(th), en: en === null ? null : quoteName(en) };
}

/** A record's name as a part of a sentence in each language: its own, or else the one in the other language. */
export function nameInSentence(name: LocalizedText): Sentence {
  const { th, en } = quoteNames(shownName(name));
  return { th: th!, en: en! };
}

/** Puts names in the place of the ids in a sentence; what is not known stays. A name falls back to the other language. */
export function fillNames({ th, en }: Sentence, nameOf: NameOf): Sentence {
  return { th: filled(th, (name) => name.th ?? name.en), en: filled(en, (name) => name.en ?? name.th) };

  function filled(text: string, choose: (name: { th: string | null; en: string | null }) => string | null): string {
    return text.replace(REFERENCE, (whole, reference: string) => {
      const name = nameOf(reference);
      const chosen = name && choose(name);
      return chosen == null ? whole : quoteName(chosen);
    });
  }
}

/** The ids of one kind in sentences, each once. */
export function referencesTo(kind: string, sentences: readonly Sentence[]): string[] {
  const found = sentences.flatMap(({ th, en }) =>
    [...`${th}${en}`.matchAll(REFERENCE)].map(([, reference = '']) => reference),
  );
  return [
    ...new Set(
      found
        .filter((reference) => reference.startsWith(`${kind}:`))
        .map((reference) => reference.slice(kind.length + 1)),
    ),
  ];
}

/** The sentence as it is shown: what no subgraph could name stands by its id. */
export function withoutReferences({ th, en }: Sentence): Sentence {
  const id = (text: string) =>
    text
      .replace(REFERENCE, (_whole, reference: string) => reference.slice(reference.indexOf(':') + 1))
      .replaceAll(QUOTED_BRACE, '{');
  return { th: id(th), en: id(en) };
}

/** No reference, as it has no colon. */
const QUOTED_BRACE = '{brace}';
const REFERENCE = /\{((?:city|partner|programme):[^{}]{1,200})\}/g;
