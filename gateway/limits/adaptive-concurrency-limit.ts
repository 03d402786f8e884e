interface AdaptiveConcurrencyLimitOptions {
  /** The limit is never higher. */
  most: number;
  /** Milliseconds: target of the median latency, where requests take less by themselves. */
  targetMs: number;
  /** Milliseconds: maximum of the median latency, however long requests take by themselves. */
  maximumMs: number;
}

/** Lowest limit: enough to keep all subgraphs at work, and so few that requests hardly wait for each other. */
const LEAST = 8;
/** The limit before any latency is known. */
const INITIAL = 64;
/** A window closes after at least so many responses and so many milliseconds. */
const WINDOW = { responses: 10, ms: 100 };
/** The latency target is at least this multiple of the unloaded median latency. */
const UNLOADED_MULTIPLE = 1.5;
/**
 * After so many late windows in a row the limit is multiplied by target / latency, within these bounds. One late window may
 * come from a single pause of a process and says nothing.
 */
const DECREASE = { windows: 3, lowestFactor: 0.5, highestFactor: 0.9 };
/** The factor by which the limit grows when the latency is below the target, or below half of it, and more than `usedShare` of the limit was used. */
const INCREASE = { factor: 1.05, fastFactor: 1.5, usedShare: 0.5 };

/**
 * How many requests may be in flight so that their median latency stays below a target. Requests beyond the limit are
 * refused at once: if they waited, all would wait, until none is completed before its deadline.
 *
 * The algorithm resembles the gradient limit of Netflix's concurrency-limits: the limit is multiplied by the ratio of the
 * expected to the measured latency, and grows only while it is used. The expected latency is what requests take while few
 * are in flight, so that slow subgraphs do not lower the limit by themselves. A subgraph that hangs does not lower it either
 * while most requests do not need it: those that wait fill the limit, which grows as the others are fast.
 */
export class AdaptiveConcurrencyLimit {
  readonly #options: AdaptiveConcurrencyLimitOptions;
  #current: number;
  #unloadedMs = 0;
  #decreasedAt = -Infinity;
  /** Late windows in a row. */
  #lateWindows = 0;
  #latencies: number[] = [];
  #peak = 0;
  #windowBegan = -Infinity;

  constructor(options: AdaptiveConcurrencyLimitOptions) {
    this.#options = options;
    this.#current = Math.min(options.most, INITIAL);
  }

  get current(): number {
    return this.#current;
  }

  /**
   * Records the latency of a request.
   *
   * @param inFlight requests, this one included
   * @param now in milliseconds of a clock that never goes back
   * @param isComplete false when the client left before: its latency would have been higher, and counts only when it is
   *   late already
   */
  record(latencyMs: number, inFlight: number, now: number, isComplete = true): void {
    if (!isComplete && latencyMs <= this.#target()) return;
    if (now - latencyMs < this.#decreasedAt) return; // It began under the higher limit.
    if (this.#latencies.length === 0) this.#windowBegan = now;
    this.#latencies.push(latencyMs);
    if (inFlight > this.#peak) this.#peak = inFlight;
    if (this.#latencies.length < WINDOW.responses || now - this.#windowBegan < WINDOW.ms) return;
    this.#adjust(medianOf(this.#latencies), this.#peak, now);
    this.#latencies = [];
    this.#peak = 0;
  }

  #target(): number {
    const { targetMs, maximumMs } = this.#options;
    return Math.min(Math.max(targetMs, UNLOADED_MULTIPLE * this.#unloadedMs), maximumMs);
  }

  #adjust(latencyMs: number, peak: number, now: number): void {
    const { most } = this.#options;
    if (peak <= LEAST) this.#unloadedMs = latencyMs;
    const target = this.#target();
    this.#lateWindows = latencyMs > target ? this.#lateWindows + 1 : 0;
    if (this.#lateWindows >= DECREASE.windows && peak > LEAST) {
      this.#lateWindows = 0;
      this.#decreasedAt = now;
      const factor = Math.min(DECREASE.highestFactor, Math.max(DECREASE.lowestFactor, target / latencyMs));
      this.#current = Math.min(most, Math.max(LEAST, Math.floor(Math.min(this.#current, peak) * factor)));
    } else if (latencyMs <= target && peak > this.#current * INCREASE.usedShare) {
      const factor = latencyMs > target / 2 ? INCREASE.factor : INCREASE.fastFactor;
      this.#current = Math.min(most, Math.ceil(this.#current * factor));
    }
  }
}

function medianOf(values: number[]): number {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
