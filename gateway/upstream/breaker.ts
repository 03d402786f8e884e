/** How a call failed: the subgraph could not be reached, or its response was not complete in time. */
type CallFailure = 'unreachable' | 'timeout';

/** How a call ended; `unknown` when that says nothing about the subgraph. */
export type CallOutcome = 'success' | CallFailure | 'unknown';

export interface BreakerLimits {
  /** Number of latest calls that are evaluated; 0 for no breaker. */
  calls: number;
  /** The breaker opens when this share of them failed, or more. */
  percent: number;
  /** Milliseconds after which an open breaker admits trial calls, whether probes succeed or not. */
  openMs: number;
}

/** Identifies the state of the breaker in which a call was admitted. */
export type Ticket = number;

/** Circuit breaker of one subgraph: stops calls that would only wait and keep a failing subgraph under load. */
export interface Breaker {
  /**
   * Tells whether a call may be sent.
   *
   * @returns a ticket, which must be reported when the call has ended; undefined when the call must not be sent
   */
  admit(): Ticket | undefined;
  /** @param callers number of those who waited for the call: each counts */
  report(ticket: Ticket, outcome: CallOutcome, callers: number): void;
  /** Stops probing for good. */
  close(): void;
}

interface BreakerOptions extends BreakerLimits {
  /** Sends a trivial query; rejects when the subgraph does not respond. */
  probe: () => Promise<unknown>;
  /** Milliseconds of a monotonic clock. */
  now: () => number;
  /** Called when a closed breaker opens, and when it closes again. */
  onChange?: ((isOpen: boolean) => void) | undefined;
}

/** Pause before each probe of an open breaker: calls are admitted again within a second of the subgraph's return. */
export const PROBE_INTERVAL_MS = 250;

/** Trial calls at a time: with one alone, a single slow query would keep the breaker open for all. */
export const TRIAL_CALLS = 3;

/** Admits every call. */
export const NO_BREAKER: Breaker = { admit: () => 0, report() {}, close() {} };

/**
 * Creates a closed breaker. While it is open, a trivial query probes the subgraph. The response to a probe closes a breaker
 * that opened because the subgraph was unreachable. A breaker that opened because of timeouts then admits trial calls, as a
 * slow subgraph may still respond to a trivial query in time; the first that succeeds closes it, and it opens again when
 * all have failed.
 */
export function createBreaker({ calls, percent, openMs, probe, now, onChange }: BreakerOptions): Breaker {
  /** Ring of the latest calls, 1 for each that failed. */
  const ring = new Uint8Array(Math.max(calls, 1));
  let position = 0;
  let count = 0;
  let failures = 0;
  /** Increases with each change of state, so that calls of an earlier state are not counted in a later one. */
  let current: Ticket = 1;
  /** When trial calls are admitted; null while the breaker is closed. */
  let trialsAt: number | null = null;
  let trials = 0;
  let cause: CallFailure = 'unreachable';
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  if (calls === 0) return NO_BREAKER;
  return {
    admit() {
      if (trialsAt === null) return current;
      if (trials === TRIAL_CALLS || now() < trialsAt) return undefined;
      trials += 1;
      return current;
    },
    report(ticket, outcome, callers) {
      if (ticket !== current) return;
      if (trialsAt !== null) endTrial(outcome);
      else if (outcome !== 'unknown') {
        for (let left = Math.min(callers, calls); left > 0; left -= 1) record(outcome === 'success' ? 0 : 1);
        if (outcome !== 'success' && count === calls && failures * 100 >= percent * calls) open(outcome);
      }
    },
    close() {
      isClosed = true;
      stopProbing();
    },
  };

  function record(failure: 0 | 1): void {
    failures += failure - ring[position]!;
    ring[position] = failure;
    position = position + 1 === calls ? 0 : position + 1;
    if (count < calls) count += 1;
  }

  function endTrial(outcome: CallOutcome): void {
    trials -= 1;
    if (outcome === 'success') reset();
    else if (outcome !== 'unknown' && trials === 0) open(outcome);
  }

  function open(how: CallFailure): void {
    const wasClosed = trialsAt === null;
    current += 1;
    cause = how;
    trialsAt = now() + openMs;
    trials = 0;
    stopProbing();
    scheduleProbe();
    if (wasClosed) onChange?.(true);
  }

  function scheduleProbe(): void {
    if (isClosed) return; // Calls that were in flight may still end.
    const scheduled = setTimeout(() => {
      probe().then(
        () => scheduled === timer && handleResponse(),
        () => scheduled === timer && scheduleProbe(),
      );
    }, PROBE_INTERVAL_MS);
    timer = scheduled.unref();
  }

  function handleResponse(): void {
    stopProbing();
    if (cause === 'unreachable') reset();
    else trialsAt = now();
  }

  function stopProbing(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function reset(): void {
    stopProbing();
    current += 1;
    trialsAt = null;
    trials = 0;
    ring.fill(0);
    position = count = failures = 0;
    onChange?.(false);
  }
}
