import {
  isPosition,
  type ChangesResponse,
  type Position,
  type StoreChange,
  type StoreReads,
} from '../../subgraphs/protocol/freshness.js';
import { keysOfChange, keysOfReads, momentOf, type Moment, type StoreKey } from './store-keys.js';

/** Told when results may not hold any more. */
export interface StoreListener {
  /** What was read before `time` and has one of the keys does not hold. */
  onChange(store: string, keys: readonly StoreKey[], time: string): void;
  /** Nothing that was read of the store is known to hold. */
  onReset(store: string): void;
}

/** A read whose result may be kept: its keys, and the time after which a change of one of them ends it. */
export interface KeepableRead {
  readonly keys: readonly StoreKey[];
  readonly time: string;
}

/** Keys whose last change is remembered, to judge results that were read before it and arrive after it. */
const MAX_REMEMBERED = 50_000;

/** What a gateway has heard of the changes in the store of one subgraph. */
export class FollowedStore {
  /** Milliseconds of `performance.now()`: all changes that were made before it were heard. */
  #heardAt = -Infinity;
  #position: Moment | undefined;
  /** All changes after it were heard. */
  #since: string | undefined;
  #scheme = '';
  /** The time of the last change of each key, the latest changes last. */
  readonly #changes = new Map<StoreKey, string>();

  /** @param silenceMs how long ago the last change may have been heard, for results to be given from memory */
  constructor(
    readonly name: string,
    private readonly silenceMs: number,
    private readonly listener: StoreListener,
  ) {}

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
      this.#changes.clear();
      this.#since = moment.time;
      this.#position = moment;
      this.#scheme = scheme;
      this.listener.onReset(this.name);
    } else {
      for (const change of changes) this.apply(change);
      if (moment.time > this.#position.time) this.#position = moment;
    }
    if (age !== null) this.#heardAt = Math.max(this.#heardAt, askedAt - age);
  }

  /** Takes a change, also one that was heard before. */
  apply({ at, keys }: StoreChange): void {
    const moment = isPosition(at) ? momentOf(at) : undefined;
    if (!moment || moment.epoch !== this.#position?.epoch) return this.listener.onReset(this.name);
    const touched = keysOfChange(this.name, keys);
    for (const key of touched) this.#remember(key, moment.time);
    this.listener.onChange(this.name, touched, moment.time);
  }

  /** Forgets everything: a change was made that nobody can tell. */
  reset(): void {
    this.#since = undefined;
    this.#position = undefined;
    this.#changes.clear();
    this.listener.onReset(this.name);
  }

  /** Judges whether a result may be kept: undefined when a change after its read may not have been heard, or was. */
  judge({ at, scheme, keys: read }: StoreReads): KeepableRead | undefined {
    if (!isPosition(at) || this.#since === undefined) return undefined;
    const { epoch, time } = momentOf(at);
    if (epoch !== this.#position?.epoch || time < this.#since) return undefined;
    const keys = keysOfReads(this.name, read, scheme === this.#scheme);
    for (const key of keys) if ((this.#changes.get(key) ?? '') > time) return undefined;
    return { keys, time };
  }

  #remember(key: StoreKey, time: string): void {
    const known = this.#changes.get(key);
    if (known !== undefined && known > time) return;
    this.#changes.delete(key);
    this.#changes.set(key, time);
    if (this.#changes.size <= MAX_REMEMBERED) return;
    const [oldest, oldestTime] = this.#changes.entries().next().value!;
    this.#changes.delete(oldest);
    if (oldestTime > (this.#since ?? '')) this.#since = oldestTime;
  }
}
