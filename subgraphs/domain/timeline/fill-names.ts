import type { Sentence } from '../../protocol/language.js';

/** What is known of names: for `city:th-yala`, null when it is not known here. */
export type NameOf = (reference: string) => { th: string | null; en: string | null } | null;

/** Puts names in the place of the ids in a sentence; what is not known stays. A name falls back to the other language. */
export function fillNames({ th, en }: Sentence, nameOf: NameOf): Sentence {
  return { th: filled(th, (name) => name.th ?? name.en), en: filled(en, (name) => name.en ?? name.th) };

  function filled(text: string, choose: (name: { th: string | null; en: string | null }) => string | null): string {
    return text.replace(REFERENCE, (whole, reference: string) => {
      const name = nameOf(reference);
      return (name && choose(name)) ?? whole;
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

/** What no subgraph could name. */
export function withoutReferences({ th, en }: Sentence): Sentence {
  const id = (text: string) =>
    text.replace(REFERENCE, (_whole, reference: string) => reference.slice(reference.indexOf(':') + 1));
  return { th: id(th), en: id(en) };
}

const REFERENCE = /\{((?:city|partner|programme):[^{}]{1,200})\}/g;
