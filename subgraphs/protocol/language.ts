/** A text in both languages. */
export interface Sentence {
  en: string;
  th: string;
}

/** A language of the network, as the schema's enum names it. */
export type AcceptedLanguage = 'TH' | 'EN';

/**
 * Chooses the language that a client prefers by its header `Accept-Language`; English when it names neither.
 * https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
 */
export function negotiateLanguage(header: string | undefined): AcceptedLanguage {
  if (header === undefined) return 'EN';
  let language = negotiated.get(header);
  if (language === undefined) {
    if (negotiated.size >= MAX_NEGOTIATED) negotiated.clear();
    negotiated.set(header, (language = negotiate(header)));
  }
  return language;
}

/** Browsers of one country send a few dozen different headers. */
const negotiated = new Map<string, AcceptedLanguage>();
const MAX_NEGOTIATED = 200;

function negotiate(header: string): AcceptedLanguage {
  const ranges = header.split(',').map((range) => {
    const [tag = '', ...parameters] = range
      .toLowerCase()
      .split(';')
      .map((part) => part.trim());
    const weight = parameters
      .map((parameter) => /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.exec(parameter)?.[1])
      .find(Boolean);
    return { tag, weight: weight === undefined ? 1 : Number(weight) };
  });
  const best = (fits: (tag: string) => boolean) =>
    ranges.reduce<number | undefined>(
      (most, { tag, weight }) => (fits(tag) ? Math.max(most ?? 0, weight) : most),
      undefined,
    );
  // The asterisk matches every language that the header does not name.
  const quality = (language: string) =>
    best((tag) => tag === language || tag.startsWith(`${language}-`)) ?? best((tag) => tag === '*') ?? 0;
  return quality('th') > quality('en') ? 'TH' : 'EN';
}
