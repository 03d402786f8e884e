/** How a call failed: the subgraph could not be reached, or its response was not complete in time. */
export type CallFailure = 'unreachable' | 'timeout';

export interface BreakerLimits {
  /** Number of latest calls that are evaluated; 0 for no breaker. */
  calls: number;
  /** The breaker opens when this share of them failed, or more. */
  percent: number;
  /** Milliseconds after which an open breaker admits one call as a probe. */
  openMs: number;
}

/** Circuit breaker of one subgraph: stops calls that would only wait and keep a failing subgraph under load. */
export interface Breaker {
  /** Tells whether a call may be sent. The end of each admitted call must be reported. */
  admit(): boolean;
  succeeded(): void;
  failed(how: CallFailure): void;
  /** The call ended without telling anything about the subgraph. */
  abandoned(): void;
  /** Stops probing. */
  close(): void;
}

export interface BreakerOptions extends BreakerLimits {
  /** Sends a trivial query; rejects when the subgraph does not respond. */
  probe: () => Promise<unknown>;
  /** Milliseconds of a monotonic clock. */
  now: () => number;
  /** Called when a closed breaker opens, and when it closes again. */
  onChange?: ((isOpen: boolean) => void) | undefined;
}

/** Interval of the probes of an unreachable subgraph: calls are admitted again within a second of its return. */
export const PROBE_INTERVAL_MS = 250;

/** Admits every call. */
export const NO_BREAKER: Breaker = { admit: () => true, succeeded() {}, failed() {}, abandoned() {}, close() {} };

/**
 * Creates a closed breaker. Once open, it admits one call after `openMs`, whose success closes it. A subgraph that
 * could not be reached is also probed meanwhile, and a response closes the breaker. After timeouts there are no probes:
 * a slow subgraph may still respond to a trivial query in time.
 */
export function createBreaker({ calls, percent, openMs, probe, now, onChange }: BreakerOptions): Breaker {
  /** Ring of the latest calls, 1 for each that failed. */
  const ring = new Uint8Array(Math.max(calls, 1));
  let position = 0;
  let count = 0;
  let failures = 0;
  /** When a call is admitted as a probe; null while the breaker is closed. */
  let probeAt: number | null = null;
  let isProbeInFlight = false;
  let timer: NodeJS.Timeout | undefined;

  if (calls === 0) return NO_BREAKER;
  return {
    admit() {
      if (probeAt === null) return true;
      if (isProbeInFlight || now() < probeAt) return false;
      isProbeInFlight = true;
      return true;
    },
    succeeded() {
      if (probeAt === null) record(0);
      else if (isProbeInFlight) reset();
    },
    failed(how) {
      if (probeAt === null) {
        record(1);
        if (count === calls && failures * 100 >= percent * calls) open(how);
      } else if (isProbeInFlight) open(how);
    },
    abandoned: () => void (isProbeInFlight = false),
    close: stopProbing,
  };

  function record(failure: 0 | 1): void {
    failures += failure - ring[position]!;
    ring[position] = failure;
    position = position + 1 === calls ? 0 : position + 1;
    if (count < calls) count += 1;
  }

  function open(how: CallFailure): void {
    if (probeAt === null) onChange?.(true);
    probeAt = now() + openMs;
    isProbeInFlight = false;
    stopProbing();
    if (how === 'unreachable') scheduleProbe();
  }

  function scheduleProbe(): void {
    const scheduled = setTimeout(() => {
      probe().then(
        () => scheduled === timer && reset(),
        () => scheduled === timer && scheduleProbe(),
      );
    }, PROBE_INTERVAL_MS);
    timer = scheduled.unref();
  }

  function stopProbing(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function reset(): void {
    stopProbing();
    if (probeAt !== null) onChange?.(false);
    probeAt = null;
    isProbeInFlight = false;
    ring.fill(0);
    position = count = failures = 0;
  }
}
