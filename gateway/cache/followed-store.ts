import { performance } from 'node:perf_hooks';
import {
  isPosition,
  type ChangesResponse,
  type Position,
  type StoreChange,
  type StoreRead,
} from '../../subgraphs/protocol/freshness.js';
import type { ReadKeys } from './read-keys.js';
import type { Reading } from './reading.js';
import { keysOfChange, momentOf, type Moment, type StoreKey } from './store-keys.js';

/** Keys of the changes that are remembered, to judge results that were read before them. */
const MAX_REMEMBERED = 50_000;

/** A change as it was heard. */
interface HeardChange {
  readonly keys: readonly StoreKey[];
  readonly time: string;
  /** The latest time of it and of all before: some are told late, or again. */
  readonly latest: string;
  /** In milliseconds of `performance.now()`. */
  readonly heardAt: number;
}

/** What a gateway has heard of the changes in the store of one subgraph. */
export class FollowedStore {
  /** Milliseconds of `performance.now()`: all changes that were made before it were heard. */
  #heardAt = -Infinity;
  #position: Moment | undefined;
  /** All changes after it were heard, and are remembered. */
  #since: string | undefined;
  #scheme = '';
  #changes: HeardChange[] = [];
  /** The number of the first change that is remembered. */
  #first = 0;
  #remembered = 0;
  #generation = 0;
  #resetAt = -Infinity;

  /**
   * @param silenceMs how long ago the last change may have been heard, for results to be given from memory
   * @param onChange called when results may not hold any more, with the keys of the change; null when they are not known
   */
  constructor(
    readonly name: string,
    private readonly silenceMs: number,
    private readonly onChange: (keys: readonly StoreKey[] | null) => void,
  ) {}

  /** Grows when nothing that was read before is known to hold. */
  get generation(): number {
    return this.#generation;
  }

  /** When it has grown the last time, in milliseconds of `performance.now()`. */
  get resetAt(): number {
    return this.#resetAt;
  }

  /** The number that the next change will have. */
  get nextChange(): number {
    return this.#first + this.#changes.length;
  }

  /** Whether all changes are known that were made until a moment ago. */
  isHeard(now: number): boolean {
    return now - this.#heardAt < this.silenceMs;
  }

  /** Milliseconds for which changes may have been made that are not known. */
  silentMs(now: number): number {
    return now - this.#heardAt;
  }

  /** Whether all changes up to a position are known. */
  hasHeard(position: Position): boolean {
    const heard = this.#position;
    if (!heard || !isPosition(position)) return false;
    const { epoch, time } = momentOf(position);
    return epoch === heard.epoch && time <= heard.time;
  }

  /**
   * Takes what the subgraph has told of its changes.
   *
   * @param askedAt when it was asked, in milliseconds of `performance.now()`
   */
  hear({ at, age, scheme, changes, reset }: ChangesResponse, askedAt: number): void {
    if (!isPosition(at)) return; // Its change stream does not run: silence.
    const moment = momentOf(at);
    if (reset || moment.epoch !== this.#position?.epoch || scheme !== this.#scheme) {
      this.#since = moment.time;
      this.#position = moment;
      this.#scheme = scheme;
      this.#endGeneration();
    } else {
      for (const change of changes) this.apply(change);
      if (moment.time > this.#position.time) this.#position = moment;
    }
    if (age !== null) this.#heardAt = Math.max(this.#heardAt, askedAt - age);
  }

  /** Takes a change, also one that was heard before. */
  apply({ at, keys }: StoreChange): void {
    const moment = isPosition(at) ? momentOf(at) : undefined;
    if (!moment || moment.epoch !== this.#position?.epoch) return this.reset();
    const changed = keysOfChange(this.name, keys);
    this.#remember(changed, moment.time);
    this.onChange(changed);
  }

  /** Forgets everything: a change was made that nobody can tell. */
  reset(): void {
    this.#since = undefined;
    this.#position = undefined;
    this.#endGeneration();
  }

  /** Judges whether a result may be kept: undefined when a change after its read may not have been heard. */
  judge({ at, scheme }: StoreRead): StoreReading | undefined {
    if (!isPosition(at) || scheme !== this.#scheme || this.#since === undefined) return undefined;
    const { epoch, time } = momentOf(at);
    if (epoch !== this.#position?.epoch || time < this.#since) return undefined;
    let before = this.#changes.length;
    while (before > 0 && this.#changes[before - 1]!.latest > time) before -= 1;
    return new StoreReading(this, time, this.#generation, this.#first + before);
  }

  /**
   * Finds a change that has touched a result.
   *
   * @param from the number of the first change that may have
   * @param time when the result was read
   * @returns when it was heard, in milliseconds of `performance.now()`; undefined when there is none
   */
  findChange(from: number, time: string, keys: ReadKeys): number | undefined {
    // A change that is forgotten may have touched it.
    if (from < this.#first && time < this.#since!) return this.#changes[0]?.heardAt ?? performance.now();
    for (let at = Math.max(0, from - this.#first); at < this.#changes.length; at += 1) {
      const change = this.#changes[at]!;
      if (change.time > time && keys.hasAny(change.keys)) return change.heardAt;
    }
    return undefined;
  }

  #remember(keys: readonly StoreKey[], time: string): void {
    const before = this.#changes.at(-1)?.latest ?? '';
    const latest = time > before ? time : before;
    this.#changes.push({ keys, time, latest, heardAt: performance.now() });
    this.#remembered += keys.length;
    while (this.#remembered > MAX_REMEMBERED && this.#changes.length > 1) {
      const oldest = this.#changes.shift()!;
      this.#first += 1;
      this.#remembered -= oldest.keys.length;
      if (oldest.latest > this.#since!) this.#since = oldest.latest;
    }
  }

  #endGeneration(): void {
    this.#first = this.nextChange;
    this.#changes = [];
    this.#remembered = 0;
    this.#generation += 1;
    this.#resetAt = performance.now();
    this.onChange(null);
  }
}

/** Of a subgraph that tells of the changes in its store. */
export class StoreReading implements Reading {
  readonly #store: FollowedStore;
  readonly #generation: number;
  /** The changes before it were looked at. */
  #next: number;

  /**
   * @param store that was read
   * @param time a later change of one of the keys ends it
   * @param generation of the store's changes: {@link FollowedStore.generation}
   * @param next the number of the first change that may be later
   */
  constructor(
    store: FollowedStore,
    readonly time: string,
    generation: number,
    next: number,
  ) {
    this.#store = store;
    this.#generation = generation;
    this.#next = next;
  }

  get subgraph(): string {
    return this.#store.name;
  }

  silentMs(now: number): number {
    return this.#store.isHeard(now) ? 0 : this.#store.silentMs(now);
  }

  endedAt(keys: ReadKeys): number | undefined {
    const store = this.#store;
    if (store.generation !== this.#generation) return store.resetAt;
    if (this.#next === store.nextChange) return undefined;
    const heardAt = store.findChange(this.#next, this.time, keys);
    if (heardAt === undefined) this.#next = store.nextChange;
    return heardAt;
  }
}
