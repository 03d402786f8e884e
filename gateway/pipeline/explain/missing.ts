import type { GraphQLFormattedError } from 'graphql';
import { ERRORS } from '../../errors.js';
import type { MissingEntity, ResponsePath } from '../../executor/executor.js';
import { missingReason } from './missing-reason.js';
import { isWarning } from './warnings.js';

/** The reason for a null in a result that an error caused, or what a value lacks. */
interface MissingEntry {
  /** Of the null, or of the value: where an error empties more than its own field, that of the field above. */
  path: ResponsePath;
  /** The subgraph at fault; of a warning, the one that its subgraph names. Null where the gateway itself refuses, or does not know. */
  subgraph: string | null;
  code: string;
  /** A sentence for the reader of a dashboard, without an address. */
  reason: string;
}

/** A dashboard does not have more tiles than this; the other entries are counted. */
const MAX_ENTRIES = 100;

/**
 * `extensions` that explain each null of a result, once and by the first of its errors, and what values lack. Where there are more entries than
 * `missing` holds, `missingCount` is their number.
 *
 * @param data of the result, which is changed: a null that has its entry is removed
 * @param entities nulls without an error, as the subgraph does not have the entity
 * @param warnings see {@link isWarning}
 * @returns undefined when nothing is missing
 */
export function missingExtensions(
  data: unknown,
  errors: readonly GraphQLFormattedError[],
  entities: readonly MissingEntity[],
  language: 'en' | 'th',
  warnings: readonly GraphQLFormattedError[] = [],
): { missing: MissingEntry[]; missingCount?: number } | undefined {
  const missing: MissingEntry[] = [];
  const root = { data };
  let count = 0;
  for (const error of errors) addEntry(error.path, () => error);
  for (const entity of entities) addEntry(entity.path, () => toError(entity));
  for (const warning of warnings) addPath(warning.path!, () => warning);
  if (count === 0) return undefined;
  return { missing, ...(count > missing.length && { missingCount: count }) };

  /** @param describe is called for the entries that are shown: there may be many more entities */
  function addEntry(given: ResponsePath | undefined, describe: () => GraphQLFormattedError): void {
    const path = given && takeNull(root, given);
    if (path) addPath(path, describe);
  }

  function addPath(path: ResponsePath, describe: () => GraphQLFormattedError): void {
    count += 1;
    if (missing.length === MAX_ENTRIES) return;
    const error = describe();
    const { code, service, subgraph } = error.extensions ?? {};
    const atFault = isWarning(error) ? (subgraph ?? service) : service;
    missing.push({
      path,
      subgraph: typeof atFault === 'string' ? atFault : null,
      code: String(code),
      reason: missingReason(error, language),
    });
  }
}

function toError({ path, service }: MissingEntity): GraphQLFormattedError {
  return {
    message: ERRORS.REFERENCE_NOT_FOUND.message.en,
    path,
    extensions: { code: 'REFERENCE_NOT_FOUND', service },
  };
}

/**
 * Removes the null to which a path leads.
 *
 * @returns the part of the path that leads to it; undefined when a value stands at the end, or the null was removed before
 */
function takeNull(root: { data: unknown }, path: ResponsePath): ResponsePath | undefined {
  let parent = root as Record<string | number, unknown>;
  let key: string | number = 'data';
  for (let length = 0; Object.hasOwn(parent, key); length += 1) {
    const value = parent[key];
    if (value === null) {
      parent[key] = undefined;
      return path.slice(0, length);
    }
    if (length === path.length || typeof value !== 'object') return undefined;
    parent = value as typeof parent;
    key = path[length]!;
  }
  return undefined;
}
