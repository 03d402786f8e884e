/** Milliseconds for which requests are completed when a gateway ends, at least: with what it has served since it got the signal, and without. */
const LEAST_MS = { sinceSignal: 10_000, afterwards: 5_000 };
/** Beyond the time that a request may take: until its response is sent. */
const BEYOND_MS = 1_000;

/**
 * Milliseconds after which what is not completed is cut off, from the moment on at which a gateway takes no new requests.
 *
 * @param requestTimeoutMs that a request may take
 * @param graceMs for which it has served since the signal
 */
export function drainMs(requestTimeoutMs: number, graceMs = 0): number {
  return Math.max(LEAST_MS.sinceSignal - graceMs, LEAST_MS.afterwards, requestTimeoutMs + BEYOND_MS);
}
