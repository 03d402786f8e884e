import {
  collectionOf,
  comparePositions,
  MAX_FRESHNESS_LENGTH,
  type Position,
  type ResultFreshness,
  type ResultReads,
  type StoreChange,
  type StoreKeys,
  type StoreRead,
} from '../../protocol/freshness.js';
import type { Commit } from '../database/database.js';
import type { KeySink } from './read-keys.js';
import { addKeys, addValues, writeKeys, type KeySets } from './key-sets.js';

/** What is collected of one store. */
interface Store {
  at: Position | null;
  readonly scheme: string;
  readonly keys: KeySets;
}

/** Collects what the result of one operation depends on, and what the operation has written. */
export class OperationFreshness implements KeySink {
  readonly #own: string;
  readonly #stores = new Map<string, Store>();
  #until: Date | null = null;
  #ofCaller = false;
  /** What was committed for the operation; null once something was written of which nothing is known. */
  #commits: Commit[] | null = [];

  /**
   * @param subgraph the one that executes the operation
   * @param at the position that its change stream has reached, before the operation reads anything
   */
  constructor(subgraph: string, at: Position | null, scheme: string) {
    this.#own = subgraph;
    this.#stores.set(subgraph, { at, scheme, keys: new Map() });
  }

  /** What was committed for the operation, as far as that is known. */
  get commits(): readonly Commit[] | null {
    return this.#commits;
  }

  readValues(dimension: string, values: Iterable<string>): void {
    addValues(this.#stores.get(this.#own)!.keys, dimension, values);
  }

  readAll(collection: string): void {
    this.#stores.get(this.#own)!.keys.set(collection, true);
  }

  /** The result holds until a moment at most. */
  holdsUntil(moment: Date): void {
    if (!this.#until || moment < this.#until) this.#until = moment;
  }

  dependsOnCaller(): void {
    this.#ofCaller = true;
  }

  /** Another subgraph was asked: what its result depends on, and has read; null when it does not say. */
  askedOther(subgraph: string, freshness: ResultFreshness | null, reads: ResultReads | null): void {
    if (!freshness?.stores || !reads) return this.#merge(subgraph, { at: null, scheme: '' }, {});
    for (const [name, read] of Object.entries(freshness.stores)) this.#merge(name, read, reads[name] ?? {});
    if (freshness.until !== undefined) this.holdsUntil(new Date(freshness.until));
    if (freshness.caller) this.dependsOnCaller();
  }

  /** @param commit null when it is not known what was written */
  wrote(commit: Commit | null): void {
    if (commit === null) this.#commits = null;
    else this.#commits?.push(commit);
  }

  /** When the result has read which store, and how long it holds, as a header. */
  ofQuery(): string {
    const stores = Object.fromEntries([...this.#stores].map(([name, { at, scheme }]) => [name, { at, scheme }]));
    const until = this.#until && { until: this.#until.toISOString() };
    const freshness: ResultFreshness = { stores, ...until, ...(this.#ofCaller && { caller: true }) };
    return writeHeader(freshness);
  }

  /** What the result has read, as a header. */
  reads(): string {
    const stores = [...this.#stores].map(([name, { keys }]) => ({ name, keys: new Map(keys) }));
    for (;;) {
      const reads: ResultReads = Object.fromEntries(stores.map(({ name, keys }) => [name, writeKeys(keys)]));
      const header = writeHeader(reads);
      if (header.length <= MAX_FRESHNESS_LENGTH || !coarsen(stores)) return header;
    }
  }

  #merge(name: string, { at, scheme }: StoreRead, keys: StoreKeys): void {
    const store = this.#stores.get(name);
    const into: Store = store ?? { at, scheme, keys: new Map() };
    if (store) store.at = store.scheme === scheme ? earlier(store.at, at) : null;
    else this.#stores.set(name, into);
    addKeys(into.keys, keys);
  }
}

/** What a mutation has written, as a header. */
export function writeWritten({ at, keys }: StoreChange): string {
  const sets: KeySets = new Map();
  addKeys(sets, keys);
  for (;;) {
    const header = writeHeader({ written: { at, keys: writeKeys(sets) } });
    if (header.length <= MAX_FRESHNESS_LENGTH || !coarsen([{ keys: sets }])) return header;
  }
}

/** Null when one is not known, or the two cannot be compared. */
function earlier(one: Position | null, other: Position | null): Position | null {
  const order = one === null || other === null ? undefined : comparePositions(one, other);
  return order === undefined ? null : order < 0 ? one : other;
}

/** Makes the dimension with the longest list of values to its whole collection. False when there is none. */
function coarsen(stores: ReadonlyArray<{ keys: KeySets }>): boolean {
  let longest: { keys: KeySets; dimension: string; length: number } | undefined;
  for (const { keys } of stores)
    for (const [dimension, values] of keys)
      if (values !== true) {
        const length = [...values].reduce((sum, value) => sum + value.length + 3, dimension.length);
        if (!longest || length > longest.length) longest = { keys, dimension, length };
      }
  if (!longest) return false;
  longest.keys.delete(longest.dimension);
  longest.keys.set(collectionOf(longest.dimension), true);
  return true;
}

/** A header has ASCII only. */
function writeHeader(told: ResultFreshness | ResultReads): string {
  return JSON.stringify(told).replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
