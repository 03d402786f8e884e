import type { GraphQLFormattedError } from 'graphql';
import { negotiateLanguage } from '../../subgraphs/protocol/language.js';
import { ERRORS } from '../errors.js';
import type { AbsentPlace } from '../executor/absent-place.js';
import { missingEntries, type MissingEntry } from './missing-entries.js';

/** A dashboard does not have more tiles than this; the rest is counted. */
const MOST_ENTRIES = 100;

/**
 * What an answer's `extensions` tell of its nulls that are not data: see {@link missingEntries}. Where there are more than
 * `missing` holds, `missingCount` says how many. Undefined when there are none.
 *
 * @param absent what is null without an error, as its subgraph does not have the entity
 * @param language the request's header `Accept-Language`
 */
export function missingExtensions(
  data: unknown,
  errors: readonly GraphQLFormattedError[],
  absent: readonly AbsentPlace[],
  language: string | undefined,
): { missing: MissingEntry[]; missingCount?: number } | undefined {
  const unknown = absent.map(({ path, service }): GraphQLFormattedError => ({
    message: ERRORS.REFERENCE_NOT_FOUND.message.en,
    path,
    extensions: { code: 'REFERENCE_NOT_FOUND', service },
  }));
  const { entries, count } = missingEntries(
    data,
    [...errors, ...unknown],
    negotiateLanguage(language) === 'TH' ? 'th' : 'en',
    MOST_ENTRIES,
  );
  if (count === 0) return undefined;
  return { missing: entries, ...(count > entries.length && { missingCount: count }) };
}
