import type { Mongod } from './mongod.js';

/** A place where a mongod may be found, or from which it can be fetched. */
export interface MongodSource {
  /** What a person can do to make this source usable, as an imperative clause. */
  advice: string;
  /** The version, where it is known before the mongod is fetched. */
  version?: string;
  /** True when {@link find} needs no network. */
  isAtHand(): Promise<boolean>;
  /** Throws an error whose message is one clause that says why this source is not usable. */
  find(): Promise<Mongod>;
}
