export interface InFlightLimitOptions {
  /** It is never higher. */
  most: number;
  /** Milliseconds within which half of all requests should be answered, and within which they must be, however long they take by themselves. */
  soonMs: number;
  latestMs: number;
}

/** Enough to keep all subgraphs at work, and so few that they hardly wait for each other. */
const LEAST = 8;
/** Before it is known how long they take: a page of tiles, or a few. */
const FIRST = 64;
/** How many answers are looked at together, and for how long at least, in milliseconds. */
const WINDOW = { answers: 10, ms: 100 };
/** Times that which requests take by themselves is still soon. */
const TIMES_USUAL = 1.5;
/** What becomes of the limit when they take too long three times in a row, in the measure in which they do: who waited for one pause of a process says nothing. */
const SHRINK = { windows: 3, most: 0.5, least: 0.9 };
/** What becomes of it when they do not, or take only half of that, and more than that share of it is used. */
const GROW = { slowly: 1.05, fast: 1.5, from: 0.5 };

/**
 * How many requests may be in flight: as many as are answered soon. What is beyond that does not wait to be answered, as all
 * would then wait, until the time of each is over and nothing is answered at all.
 *
 * Subgraphs that are slow by themselves are no reason to take less: what is measured when few are in flight is their usual
 * time. Nor is one that hangs, as long as it is not asked by most: those that wait for it fill the limit, which grows as the
 * others are quick.
 */
export class InFlightLimit {
  readonly #options: InFlightLimitOptions;
  #current: number;
  #usualMs = 0;
  #shrankAt = -Infinity;
  /** Windows in a row that were too long. */
  #late = 0;
  #took: number[] = [];
  #peak = 0;
  #beganAt = -Infinity;

  constructor(options: InFlightLimitOptions) {
    this.#options = options;
    this.#current = Math.min(options.most, FIRST);
  }

  get current(): number {
    return this.#current;
  }

  /**
   * Notes an answer.
   *
   * @param ms that it took
   * @param inFlight requests, this one included
   * @param now in milliseconds of a clock that does not go back
   */
  note(ms: number, inFlight: number, now: number): void {
    if (now - ms < this.#shrankAt) return; // It waited with those that are too many.
    if (this.#took.length === 0) this.#beganAt = now;
    this.#took.push(ms);
    if (inFlight > this.#peak) this.#peak = inFlight;
    if (this.#took.length < WINDOW.answers || now - this.#beganAt < WINDOW.ms) return;
    this.#adjust(medianOf(this.#took), this.#peak, now);
    this.#took = [];
    this.#peak = 0;
  }

  #adjust(ms: number, peak: number, now: number): void {
    const { most, soonMs, latestMs } = this.#options;
    if (peak <= LEAST) this.#usualMs = ms;
    const soon = Math.min(Math.max(soonMs, TIMES_USUAL * this.#usualMs), latestMs);
    this.#late = ms > soon ? this.#late + 1 : 0;
    if (this.#late >= SHRINK.windows && peak > LEAST) {
      this.#late = 0;
      this.#shrankAt = now;
      const share = Math.min(SHRINK.least, Math.max(SHRINK.most, soon / ms));
      this.#current = Math.min(most, Math.max(LEAST, Math.floor(Math.min(this.#current, peak) * share)));
    } else if (ms <= soon && peak > this.#current * GROW.from) {
      this.#current = Math.min(most, Math.ceil(this.#current * (ms > soon / 2 ? GROW.slowly : GROW.fast)));
    }
  }
}

function medianOf(values: number[]): number {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
