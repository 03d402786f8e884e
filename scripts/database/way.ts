import type { Mongod } from './mongod.js';

/** One way to come by a mongod. */
export interface Way {
  /** What a person can do to open this way, as an imperative clause. */
  advice: string;
  /** The version it will give, where that is known before it is fetched. */
  version?: string;
  /** Whether {@link find} needs no network. */
  isAtHand(): Promise<boolean>;
  /** Throws an error whose message is one clause saying why this way is closed. */
  find(): Promise<Mongod>;
}
