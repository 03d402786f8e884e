import type { GraphQLFormattedError } from 'graphql';
import { ERRORS } from '../../errors.js';
import type { MissingEntity, ResponsePath } from '../../executor/executor.js';
import { missingReason } from './missing-reason.js';

/** The reason for a null in a result that an error caused. */
interface MissingEntry {
  /** Of the null: where an error empties more than its own field, that of the field above. */
  path: ResponsePath;
  /** Null where the gateway itself refuses, or does not know which subgraph is at fault. */
  subgraph: string | null;
  code: string;
  /** A sentence for the reader of a dashboard, without an address. */
  reason: string;
}

/** A dashboard does not have more tiles than this; the other entries are counted. */
const MAX_ENTRIES = 100;

/**
 * `extensions` that explain each null of a result, once and by the first of its errors. Where there are more entries than
 * `missing` holds, `missingCount` is their number.
 *
 * @param entities nulls without an error, as the subgraph does not have the entity
 * @returns undefined when nothing is missing
 */
export function missingExtensions(
  data: unknown,
  errors: readonly GraphQLFormattedError[],
  entities: readonly MissingEntity[],
  language: 'en' | 'th',
): { missing: MissingEntry[]; missingCount?: number } | undefined {
  const seen = new Set<string>();
  const missing: MissingEntry[] = [];
  for (const error of [...errors, ...entities.map(toError)]) {
    const path = error.path && pathOfNull(data, error.path);
    if (!path) continue;
    const key = JSON.stringify(path);
    if (seen.has(key)) continue;
    seen.add(key);
    if (missing.length === MAX_ENTRIES) continue;
    const { code, service } = error.extensions ?? {};
    missing.push({
      path,
      subgraph: typeof service === 'string' ? service : null,
      code: String(code),
      reason: missingReason(error, language),
    });
  }
  if (seen.size === 0) return undefined;
  return { missing, ...(seen.size > missing.length && { missingCount: seen.size }) };
}

function toError({ path, service }: MissingEntity): GraphQLFormattedError {
  return {
    message: ERRORS.REFERENCE_NOT_FOUND.message.en,
    path,
    extensions: { code: 'REFERENCE_NOT_FOUND', service },
  };
}

/** The part of a path that leads to a null; undefined when a value stands at its end. */
function pathOfNull(data: unknown, path: ResponsePath): ResponsePath | undefined {
  let value = data;
  for (let length = 0; value !== null; length += 1) {
    if (length === path.length || typeof value !== 'object') return undefined;
    const key = path[length]!;
    value = Object.hasOwn(value as object, key) ? (value as Record<string | number, unknown>)[key] : undefined;
    if (value === null) return path.slice(0, length + 1);
  }
  return [];
}
