/** A language of the network, as GraphQL names it. */
export type AcceptedLanguage = 'TH' | 'EN';

/**
 * The language of the network that a caller prefers, by the header `Accept-Language`; English when it names neither.
 * https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
 */
export function acceptedLanguage(header: string | undefined): AcceptedLanguage {
  const quality = (language: string) => {
    const weights = (header ?? '').split(',').flatMap((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      if (tag !== language && !tag.startsWith(`${language}-`)) return [];
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return [weight === undefined ? 1 : Number(weight)];
    });
    return Math.max(0, ...weights);
  };
  return quality('th') > quality('en') ? 'TH' : 'EN';
}
