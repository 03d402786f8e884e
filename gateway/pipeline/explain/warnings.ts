import type { ResponsePath } from '../../executor/executor.js';

/**
 * Tells whether an error of a subgraph is a warning: its field has a value all the same, which lacks something. Warnings are
 * listed in `extensions.missing`, and are no errors of the result, for which some clients give up all of it.
 */
export function isWarning({ extensions }: { extensions?: Readonly<Record<string, unknown>> | undefined }): boolean {
  return extensions?.['warning'] === true && typeof extensions['service'] === 'string';
}

/** Tells whether a value stands at a path of a result. */
export function hasValueAt(data: unknown, path: ResponsePath): boolean {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value !== null && value !== undefined;
}
