import type { GraphQLFormattedError } from 'graphql';
import type { ResponsePath } from '../executor/entities-at.js';
import { own } from '../executor/own.js';
import { missingReason } from './missing-reason.js';

/** Why a place of an answer is null though that is not what the data say. */
export interface MissingEntry {
  /** Of the null: where an error empties more than its own field, that of the place above. */
  path: ResponsePath;
  /** Null where the gateway itself says no, or does not know whose fault it is. */
  subgraph: string | null;
  code: string;
  /** A sentence for the reader of a dashboard, without an address. */
  reason: string;
}

/**
 * Tells of every null that an error of the answer explains, each once and by the first of its errors.
 *
 * @param language of the reasons
 * @param most entries that are told
 * @returns the entries, and how many there would be without `most`
 */
export function missingEntries(
  data: unknown,
  errors: readonly GraphQLFormattedError[],
  language: 'en' | 'th',
  most: number,
): { entries: MissingEntry[]; count: number } {
  const told = new Set<string>();
  const entries: MissingEntry[] = [];
  for (const error of errors) {
    const path = error.path && pathOfNull(data, error.path);
    if (!path) continue;
    const key = JSON.stringify(path);
    if (told.has(key)) continue;
    told.add(key);
    if (entries.length === most) continue;
    const { code, service } = error.extensions ?? {};
    entries.push({
      path,
      subgraph: typeof service === 'string' ? service : null,
      code: String(code),
      reason: missingReason(error, language),
    });
  }
  return { entries, count: told.size };
}

/** The part of a path that leads to a null; undefined when something stands at its end. */
function pathOfNull(data: unknown, path: ResponsePath): ResponsePath | undefined {
  let value = data;
  for (let length = 0; value !== null; length += 1) {
    if (length === path.length || typeof value !== 'object') return undefined;
    value = own(value as Record<string, unknown>, path[length]!);
    if (value === null) return path.slice(0, length + 1);
  }
  return [];
}
