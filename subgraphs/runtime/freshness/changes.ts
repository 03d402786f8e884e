import type { ModelDefinition } from '../database/model.js';
import { refusal } from '../errors/errors.js';
import type { ChangeFeed, DocumentChange } from './change-feed.js';

/** An event of a subscription: what its resolver gets as the root value, and an id that no other event of the subgraph has. */
export interface ToldEvent<T = unknown> {
  readonly id: string;
  readonly root: T;
}

/** What changes in the database, for subscriptions. */
export interface Changes {
  /**
   * Tells the changes of a collection from now on, in their order, whoever writes them.
   *
   * @param eventsOf gives what a subscriber is told of a change
   * @throws EVENTS_MISSED when changes cannot be told, or may have been missed
   */
  of<T>(
    model: Pick<ModelDefinition, 'name'>,
    eventsOf: (change: DocumentChange) => readonly T[],
  ): AsyncIterableIterator<ToldEvent<T>>;
}

/** Events that wait for a slow reader. */
const MAX_WAITING = 1_000;

export function createChanges(feed: () => ChangeFeed): Changes {
  return { of: (model, eventsOf) => new ChangeEvents(feed(), model.name, eventsOf) };
}

class ChangeEvents<T> implements AsyncIterableIterator<ToldEvent<T>> {
  readonly #waiting: ToldEvent<T>[] = [];
  #isEnded = false;
  #isMissed = false;
  #wake: () => void = () => undefined;
  #stop: () => void;

  constructor(feed: ChangeFeed, collection: string, eventsOf: (change: DocumentChange) => readonly T[]) {
    this.#stop = feed.listen({
      changed: (change) => {
        if (change.collection !== collection) return;
        for (const [index, root] of eventsOf(change).entries())
          this.#waiting.push({ id: `${change.id}.${index}`, root });
        if (this.#waiting.length > MAX_WAITING) this.#miss();
        this.#wake();
      },
      missed: (of) => (of === undefined || of === collection) && this.#miss(),
    });
  }

  async next(): Promise<IteratorResult<ToldEvent<T>, undefined>> {
    for (;;) {
      const value = this.#waiting.shift();
      if (value) return { done: false, value };
      if (this.#isMissed) throw refusal('EVENTS_MISSED', EVENTS_MISSED);
      if (this.#isEnded) return { done: true, value: undefined };
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async return(): Promise<IteratorResult<ToldEvent<T>, undefined>> {
    this.#end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #miss(): void {
    this.#isMissed = true;
    this.#end();
  }

  #end(): void {
    this.#isEnded = true;
    this.#stop();
    this.#wake();
  }
}

const EVENTS_MISSED = {
  en: 'Changes may have been missed: the subscription has ended. Read anew what you show, and subscribe again.',
  th: 'อาจมีการเปลี่ยนแปลงที่ไม่ได้แจ้ง การติดตามจึงสิ้นสุดลง โปรดอ่านข้อมูลที่แสดงใหม่แล้วติดตามอีกครั้ง',
};
