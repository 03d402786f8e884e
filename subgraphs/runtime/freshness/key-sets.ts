import { collectionOf, type StoreKeys } from '../../protocol/freshness.js';

/** Keys while they are collected. */
export type KeySets = Map<string, Set<string> | true>;

/** Writes keys; the values of a collection that is there as a whole are left out. */
export function writeKeys(keys: KeySets): StoreKeys {
  const written: Record<string, readonly string[] | true> = {};
  for (const [dimension, values] of keys)
    if (values === true) written[dimension] = true;
    else if (keys.get(collectionOf(dimension)) !== true) written[dimension] = [...values];
  return written;
}

/** Adds keys. */
export function addKeys(keys: KeySets, added: StoreKeys): void {
  for (const [dimension, values] of Object.entries(added))
    if (values === true) keys.set(dimension, true);
    else addValues(keys, dimension, values);
}

/** Adds values of a dimension. */
export function addValues(keys: KeySets, dimension: string, values: Iterable<string>): void {
  const before = keys.get(dimension);
  if (before === true) return;
  if (!before) return void keys.set(dimension, new Set(values));
  for (const value of values) before.add(value);
}
