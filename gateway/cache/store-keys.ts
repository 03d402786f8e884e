import { collectionOf, type Position, type StoreKeys } from '../../subgraphs/protocol/freshness.js';

/**
 * Keys of parts of stores. What is read and what is changed are both sets of keys, made so that a change touches what was read
 * exactly when the two sets have a key in common:
 *
 * - `cities:cities=th-yala`, one value of a dimension: of what has read it, and of what changes it
 * - `cities:cities=*`: of what depends on a whole collection, and of each change in it
 * - `cities:cities!`: of what has read anything of a collection, and of changes in it whose extent is not known
 */
export type StoreKey = string;

/** The keys of what was read. */
export function keysOfReads(store: string, reads: StoreKeys, sameScheme: boolean): StoreKey[] {
  const keys = new Set<StoreKey>();
  for (const [dimension, values] of Object.entries(reads)) {
    const collection = collectionOf(dimension);
    keys.add(`${store}:${collection}!`);
    if (values === true || (!sameScheme && dimension !== collection)) keys.add(`${store}:${collection}=*`);
    else for (const value of values) keys.add(`${store}:${dimension}=${value}`);
  }
  return [...keys];
}

/** The keys of what was changed. */
export function keysOfChange(store: string, changed: StoreKeys): StoreKey[] {
  const keys = new Set<StoreKey>();
  for (const [dimension, values] of Object.entries(changed)) {
    const collection = collectionOf(dimension);
    if (values === true) keys.add(`${store}:${collection}!`);
    else {
      keys.add(`${store}:${collection}=*`);
      for (const value of values) keys.add(`${store}:${dimension}=${value}`);
    }
  }
  return [...keys];
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
