import { errorBody } from '../errors.js';
import type { StreamClient } from './exchange.js';
import { OperationRefused, type Frame, type Results } from './results.js';

/** A subscription, as its subscribers see it. */
interface SubscribedOperation {
  remove(subscriber: Subscriber): void;
}

/** Results that wait for a slow client: one more ends its subscription, as none may be left out unseen. */
const MAX_WAITING = 100;

/** One client's part in a subscription. It gets the result of each event that occurs after it has begun, in their order. */
export class Subscriber implements Results {
  #subscription!: SubscribedOperation;
  /** Results that it has not taken. Their texts are shared by all subscribers. */
  readonly #waiting: string[] = [];
  /** The event after which it begins; undefined until its subscription is open. */
  #after: number | undefined;
  #failure: OperationRefused | undefined;
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(readonly client: StreamClient) {}

  attach(subscription: SubscribedOperation): void {
    this.#subscription = subscription;
  }

  /** @param after the number of the last event that is not told any more */
  begin(after: number): void {
    this.#after ??= after;
    this.#wake();
  }

  /**
   * Takes the result of an event.
   *
   * @param number of the event, counted by the subscription
   */
  give(text: string, number: number): void {
    if (this.#after === undefined || number <= this.#after || this.#isClosed) return;
    if (this.#waiting.length >= MAX_WAITING) return this.fail(tooSlow(this.client));
    this.#waiting.push(text);
    this.#wake();
  }

  /** Nothing follows, because of an error. */
  fail(body: Buffer): void {
    this.#failure ??= new OperationRefused(body);
    this.#end();
  }

  /** Nothing follows. */
  complete(): void {
    this.#end();
  }

  close(): void {
    this.#waiting.length = 0;
    this.#end();
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#subscription.remove(this);
    this.#wake();
  }

  async ready(): Promise<void> {
    while (this.#after === undefined && !this.#isClosed) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#after === undefined && this.#failure) throw this.#failure;
  }

  async next(): Promise<IteratorResult<Frame, undefined>> {
    for (;;) {
      const text = this.#waiting.shift();
      if (text !== undefined) return { done: false, value: { text } };
      if (this.#failure) throw this.#failure;
      if (this.#isClosed) return { done: true, value: undefined };
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async return(): Promise<IteratorResult<Frame, undefined>> {
    this.close();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

function tooSlow({ headers }: StreamClient): Buffer {
  return Buffer.from(JSON.stringify(errorBody('SUBSCRIBER_TOO_SLOW', headers['accept-language'])));
}
