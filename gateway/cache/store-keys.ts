import { collectionOf, type Position, type StoreKeys } from '../../subgraphs/protocol/freshness.js';

/**
 * A key of a part of a store: a hash of 32 bits. What is read and what is changed are both sets of keys, made so that a change
 * touches what was read exactly when the two sets have a key in common (two parts may have the same hash by chance, so that a result
 * is dropped that a change has not touched):
 *
 * - of `cities:cities=th-yala`, one value of a dimension: of what has read it, and of what changes it
 * - of `cities:cities=*`: of what depends on a whole collection, and of each change in it
 * - of `cities:cities!`: of what has read anything of a collection, and of changes in it whose extent is not known
 */
export type StoreKey = number;

/** Adds the keys of what was read. */
export function addKeysOfReads(store: string, reads: StoreKeys, keys: Set<StoreKey>): void {
  for (const [dimension, values] of Object.entries(reads)) {
    const collection = `${store}:${collectionOf(dimension)}`;
    keys.add(hash(`${collection}!`));
    if (values === true) keys.add(hash(`${collection}=*`));
    else addValues(`${store}:${dimension}=`, values, keys);
  }
}

/** The key of all that a store has. */
export function keyOfStore(store: string): StoreKey {
  return hash(`${store}!`);
}

/** The keys of what was changed. */
export function keysOfChange(store: string, changed: StoreKeys): StoreKey[] {
  const keys = new Set<StoreKey>();
  for (const [dimension, values] of Object.entries(changed)) {
    const collection = `${store}:${collectionOf(dimension)}`;
    if (values === true) keys.add(hash(`${collection}!`));
    else {
      keys.add(hash(`${collection}=*`));
      addValues(`${store}:${dimension}=`, values, keys);
    }
  }
  return [...keys];
}

function addValues(prefix: string, values: readonly string[], keys: Set<StoreKey>): void {
  const ofPrefix = hash(prefix);
  for (const value of values) keys.add(hash(value, ofPrefix));
}

/** FNV-1a of UTF-16 units: the hash of a text can go on from that of its beginning. */
function hash(text: string, from = 0x811c9dc5): StoreKey {
  let state = from;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state >>> 0;
}

/** A position in two parts: of one epoch, a later moment is the greater text. */
export interface Moment {
  readonly epoch: string;
  readonly time: string;
}

/** @param position was found to be one */
export function momentOf(position: Position): Moment {
  const [epoch = '', seconds = '', increment = ''] = position.split('.');
  return { epoch, time: `${seconds.padStart(10, '0')}.${increment.padStart(10, '0')}` };
}
