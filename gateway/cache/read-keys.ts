import { parseReads } from '../../subgraphs/protocol/freshness.js';
import { addKeysOfReads, type StoreKey } from './store-keys.js';

/**
 * The keys of all that a result has read, in every store. There may be thousands, so that they are worked out only when something has
 * changed: of most results nobody asks before they are dropped or removed.
 */
export class ReadKeys {
  /** Bytes that they take at most. */
  readonly bytes: number;
  #told: string | undefined;
  #sorted: Uint32Array | null = null;

  /** @param told what the response of the subgraph said: {@link parseReads} */
  constructor(told: string) {
    this.#told = told;
    this.bytes = told.length;
  }

  /** In ascending order, each once; null when a subgraph has said something else than the protocol does. */
  get sorted(): Uint32Array | null {
    if (this.#told !== undefined) {
      this.#sorted = readKeys(this.#told);
      this.#told = undefined;
    }
    return this.#sorted;
  }

  /** Whether one of the keys is among them. What is not known may have any. */
  hasAny(keys: readonly StoreKey[]): boolean {
    const { sorted } = this;
    return !sorted || keys.some((key) => includes(sorted, key));
  }
}

function readKeys(told: string): Uint32Array | null {
  const reads = parseReads(told);
  if (!reads) return null;
  const keys = new Set<StoreKey>();
  for (const [store, ofStore] of Object.entries(reads)) addKeysOfReads(store, ofStore, keys);
  return Uint32Array.from(keys).sort();
}

function includes(sorted: Uint32Array, key: StoreKey): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === key;
}
