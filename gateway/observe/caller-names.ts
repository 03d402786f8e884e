import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { createCallerDigest } from '../auth/caller-digest.js';

/** Digits of a caller's name in the log: two of a million callers have the same one with a probability below 1 : 10 million. */
const DIGITS = 16;
const MAX_CALLERS = 1_000;

/**
 * Makes the function that gives the name of a caller in the log. It is the same for the same caller at all gateways with the same
 * secret, and nobody without the secret can tell whose it is, nor try the ids that there are.
 *
 * @param isPlain true when it is the caller's id itself
 * @param secret undefined where there is none: then each process has names of its own
 */
export function createCallerNames(isPlain: boolean, secret: string | undefined): (id: string) => string {
  if (isPlain) return (id) => id;
  const digest = createCallerDigest(secret ?? randomBytes(32), 'citylink log');
  const names = new LRUCache<string, string>({ max: MAX_CALLERS });
  return (id) => {
    let name = names.get(id);
    if (name === undefined) names.set(id, (name = digest(id).toString('hex').slice(0, DIGITS)));
    return name;
  };
}
