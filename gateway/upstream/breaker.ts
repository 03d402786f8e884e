/** How a call went: no answer came from where it should (`unreachable`), or none in time (`late`). */
export type CallFailure = 'unreachable' | 'late';

export interface BreakerLimits {
  /** How many of the latest calls are looked at; 0 for no breaker. */
  calls: number;
  /** At this share of failures, or above, it opens. */
  percent: number;
  /** Milliseconds after which a call is let through as a probe. */
  openMs: number;
}

/** Keeps calls from a subgraph that fails again and again: they would only wait, and hold it down. */
export interface Breaker {
  /** Tells whether a call may be made; each that may must be reported. */
  admit(): boolean;
  succeeded(): void;
  failed(how: CallFailure): void;
  /** The caller left before it was known how the call went. */
  abandoned(): void;
  /** Ends its looking. */
  close(): void;
}

export interface BreakerParts extends BreakerLimits {
  /** Asks the subgraph for nothing in particular; rejected when no answer comes. */
  probe: () => Promise<unknown>;
  /** Milliseconds of any clock that does not go back. */
  now: () => number;
  /** Told when it opens after having been closed, and when it closes. */
  onChange?: ((isOpen: boolean) => void) | undefined;
}

/** A subgraph that could not be reached is looked for this often, so that it is asked again within a second of its return. */
export const LOOK_EVERY_MS = 250;

/** Lets every call through. */
export const NO_BREAKER: Breaker = { admit: () => true, succeeded() {}, failed() {}, abandoned() {}, close() {} };

/**
 * Makes a closed breaker. Once open, it lets one call through after `openMs`, whose success closes it. A subgraph that
 * could not be reached is also looked for meanwhile, and found, closes it; of one that was late this would say nothing, as
 * it may answer a trifle in time.
 */
export function createBreaker({ calls, percent, openMs, probe, now, onChange }: BreakerParts): Breaker {
  /** The latest calls, 1 for each that failed. */
  const latest = new Uint8Array(Math.max(calls, 1));
  let next = 0;
  let known = 0;
  let failures = 0;
  /** When a call is let through; null while it is closed. */
  let opensAt: number | null = null;
  let isProbing = false;
  let looking: NodeJS.Timeout | undefined;

  if (calls === 0) return NO_BREAKER;
  return {
    admit() {
      if (opensAt === null) return true;
      if (isProbing || now() < opensAt) return false;
      isProbing = true;
      return true;
    },
    succeeded() {
      if (opensAt === null) note(0);
      else if (isProbing) shut();
    },
    failed(how) {
      if (opensAt === null) {
        note(1);
        if (known === calls && failures * 100 >= percent * calls) open(how);
      } else if (isProbing) open(how);
    },
    abandoned: () => void (isProbing = false),
    close: stopLooking,
  };

  function note(failure: 0 | 1): void {
    failures += failure - latest[next]!;
    latest[next] = failure;
    next = next + 1 === calls ? 0 : next + 1;
    if (known < calls) known += 1;
  }

  function open(how: CallFailure): void {
    if (opensAt === null) onChange?.(true);
    opensAt = now() + openMs;
    isProbing = false;
    stopLooking();
    if (how === 'unreachable') look();
  }

  function look(): void {
    const timer = setTimeout(() => {
      probe().then(
        () => timer === looking && shut(),
        () => timer === looking && look(),
      );
    }, LOOK_EVERY_MS);
    looking = timer.unref();
  }

  function stopLooking(): void {
    clearTimeout(looking);
    looking = undefined;
  }

  function shut(): void {
    stopLooking();
    if (opensAt !== null) onChange?.(false);
    opensAt = null;
    isProbing = false;
    latest.fill(0);
    next = known = failures = 0;
  }
}
