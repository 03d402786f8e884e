import { HttpRefusal } from '../http/http-refusal.js';
import { InFlightLimit } from './in-flight-limit.js';
import type { LoopDelay } from './loop-delay.js';

/** From when on requests are turned away; 0 for never. */
export interface OverloadLimits {
  /** Requests in flight, at most: fewer are let in when they are not answered soon, see {@link InFlightLimit}. */
  requests: number;
  /** Milliseconds that the event loop comes late. */
  delayMs: number;
}

export const NO_OVERLOAD: OverloadLimits = Object.freeze({ requests: 0, delayMs: 0 });

/** More than all subgraphs answer at once, and less than memory holds. */
export const PRODUCTION_OVERLOAD: OverloadLimits = Object.freeze({ requests: 500, delayMs: 250 });

/** Whose request it is, in the order in which they are turned away. */
export type Urgency = 'anonymous' | 'signed in' | 'mutation';

/** How many times the limits each may be over. */
const ROOM: Record<Urgency, number> = { anonymous: 1, 'signed in': 1.25, mutation: 1.5 };

/** Seconds after which to come again, drawn for each so that they do not all come at once. */
const MOST_SECONDS = 3;

/** Of the time that a subgraph has, what requests should take, and what they must not take in the middle. */
const SOON = 1 / 8;
const LATEST = 1 / 2;

/** Keeps the gateway from taking on more than it can answer. */
export class Overload {
  readonly #limits: OverloadLimits;
  readonly #delay: Pick<LoopDelay, 'current'>;
  readonly #requests: InFlightLimit;
  #inFlight = 0;

  /** @param subgraphTimeoutMs what a subgraph may take */
  constructor(limits: OverloadLimits, delay: Pick<LoopDelay, 'current'>, subgraphTimeoutMs: number) {
    this.#limits = limits;
    this.#delay = delay;
    this.#requests = new InFlightLimit({
      most: limits.requests,
      soonMs: subgraphTimeoutMs * SOON,
      latestMs: subgraphTimeoutMs * LATEST,
    });
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Whether any request is turned away now. */
  get isShedding(): boolean {
    return !this.#hasRoom('anonymous');
  }

  /** @throws HttpRefusal OVERLOADED when there is no room for such a request */
  check(urgency: Urgency): void {
    if (!this.#hasRoom(urgency))
      throw new HttpRefusal('OVERLOADED', undefined, {
        'retry-after': String(1 + Math.floor(Math.random() * MOST_SECONDS)),
      });
  }

  /** Counts a request that is let in; call {@link leave} when it has been answered. */
  enter(): void {
    this.#inFlight += 1;
  }

  /**
   * @param ms since it was let in
   * @param now in milliseconds of a clock that does not go back
   */
  leave(ms: number, now: number): void {
    this.#requests.note(ms, this.#inFlight, now);
    this.#inFlight -= 1;
  }

  #hasRoom(urgency: Urgency): boolean {
    const { requests, delayMs } = this.#limits;
    const room = ROOM[urgency];
    return (
      (requests === 0 || this.#inFlight < this.#requests.current * room) &&
      (delayMs === 0 || this.#delay.current() <= delayMs * room)
    );
  }
}
