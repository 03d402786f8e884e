import type { RequestState } from '../pipeline/request-state.js';
import type { StreamClient } from './exchange.js';
import type { RunOptions } from './run-for-one.js';
import { SharedOperations, type SharingOptions } from './shared-operations.js';
import { Subscriber } from './subscriber.js';
import { Subscription } from './subscription.js';

/** The subscriptions that are open. */
export class Subscriptions {
  readonly #shared: SharedOperations<Subscriber>;

  constructor(options: RunOptions & SharingOptions) {
    this.#shared = new SharedOperations(
      options,
      (operation, onAbandoned) => new Subscription(operation, options, onAbandoned),
    );
  }

  /** The number of subscriptions, of which equal ones are one. */
  get size(): number {
    return this.#shared.size;
  }

  /**
   * Subscribes. Close the subscriber when nobody reads it any more.
   *
   * @param state of a request that may subscribe
   */
  subscribe(state: RequestState, client: StreamClient): Subscriber {
    const subscriber = new Subscriber(client);
    this.#shared.add(subscriber, state);
    return subscriber;
  }
}
