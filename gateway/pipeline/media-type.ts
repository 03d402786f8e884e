import Negotiator from 'negotiator';
import { HttpError } from '../http/http-error.js';

/** https://graphql.github.io/graphql-over-http/draft/#sec-Media-Types */
export type MediaType = 'application/json' | 'application/graphql-response+json';

const JSON_TYPE = 'application/json; charset=utf-8';
const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';

/** What most clients send; a request need not be negotiated again for it. */
const USUAL = new Map<string | undefined, MediaType>([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
]);

/** Characters. What is longer is not negotiated, as RFC 9110 section 12.5.1 allows: 15 kB would take 31 ms. */
const MAX_ACCEPT_LENGTH = 1_000;

/**
 * The media type of a response: RFC 9110 section 12.5.1.
 *
 * @param accept the header `Accept`; without it, or with a very long one, it is `application/json`, which older clients
 *   expect
 * @throws HttpError NOT_ACCEPTABLE when the client accepts neither type of GraphQL responses
 */
export function negotiateMediaType(accept: string | undefined): MediaType {
  const usual = USUAL.get(accept !== undefined && accept.length > MAX_ACCEPT_LENGTH ? undefined : accept);
  if (usual) return usual;
  switch (new Negotiator({ headers: { accept } }).mediaType([JSON_TYPE, RESPONSE_TYPE])) {
    case JSON_TYPE:
      return 'application/json';
    case RESPONSE_TYPE:
      return 'application/graphql-response+json';
    default:
      throw new HttpError('NOT_ACCEPTABLE');
  }
}

/** The formats of results in parts: see {@link negotiateParts}. */
export type PartFormat = 'deferSpec=20220824' | 'incrementalSpec=v0.2';

const PARTS = /multipart\/mixed\s*;\s*(deferSpec\s*=\s*"?20220824|incrementalSpec\s*=\s*"?v0\.2)\b/i;

/**
 * The format in which a client takes the parts of a result, beside whole results: that of a proposal for the specification of August 2022,
 * or the one that followed it, with identifiers. The first one that the header names counts.
 * https://specs.apollo.dev/incremental/v0.2/
 *
 * @param accept the header `Accept`
 * @returns undefined for a client that takes no parts
 */
export function negotiateParts(accept: string | undefined): PartFormat | undefined {
  if (accept === undefined || accept.length > MAX_ACCEPT_LENGTH) return undefined;
  const [, named] = PARTS.exec(accept) ?? [];
  if (named === undefined) return undefined;
  return named.toLowerCase().startsWith('defer') ? 'deferSpec=20220824' : 'incrementalSpec=v0.2';
}

/**
 * True for a client that accepts `application/json` by name and not `application/graphql-response+json`: it tells errors of
 * GraphQL from those of a proxy by the status alone, and expects 200 for a document that is wrong or forbidden.
 * https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
export function isLegacyClient(accept: string | undefined): boolean {
  return (
    accept !== undefined && /application\/json/i.test(accept) && !/application\/graphql-response\+json/i.test(accept)
  );
}
