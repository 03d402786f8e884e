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
