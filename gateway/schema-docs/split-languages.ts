/** A description, by language; null where it is not described in it. */
export interface Description {
  readonly en: string | null;
  readonly th: string | null;
}

const THAI = /\p{Script=Thai}/gu;
const LATIN = /\p{Script=Latin}/gu;

/**
 * Splits a description into its languages. Each paragraph is in one of them, that of most of its letters: English first, and
 * the same in Thai below, as `schema/README.md` says.
 */
export function splitLanguages(description: string | null | undefined): Description {
  const paragraphs = (description ?? '').split(/\n\s*\n/).filter((each) => each.trim() !== '');
  const isThai = (text: string) => (text.match(THAI)?.length ?? 0) > (text.match(LATIN)?.length ?? 0);
  const join = (texts: readonly string[]) => (texts.length === 0 ? null : texts.join('\n\n'));
  return { en: join(paragraphs.filter((each) => !isThai(each))), th: join(paragraphs.filter(isThai)) };
}
