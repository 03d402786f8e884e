import type { FastifyRequest } from 'fastify';
import { negotiateLanguage, type Sentence } from '../../subgraphs/protocol/language.js';

/** The language that a client prefers by its header `Accept-Language`. */
export function acceptedLanguage(header: string | undefined): keyof Sentence {
  return negotiateLanguage(header) === 'TH' ? 'th' : 'en';
}

/** The language of a page or a file: by `?lang=`, or else by what the client prefers. */
export function requestedLanguage({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): keyof Sentence {
  const { lang } = query as { lang?: unknown };
  return lang === 'th' || lang === 'en' ? lang : acceptedLanguage(headers['accept-language']);
}

/** Characters of `Accept-Language`, which subgraphs get with every request. Browsers send less than a hundred. */
const MAX_LENGTH = 256;

/** The ranges of an `Accept-Language` header that lie within the limit. */
export function firstRanges(header: string): string {
  if (header.length <= MAX_LENGTH) return header;
  const end = header.lastIndexOf(',', MAX_LENGTH);
  return end === -1 ? '*' : header.slice(0, end);
}

/** Whether a text that came otherwise than as a header may be sent as one: RFC 9110 section 5.5, without its obsolete characters. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text);
}
