/**
 * Resolver calls, and values that loaders give, in one turn of the event loop, of all operations together. What is left waits for the next turn, so that a
 * cheap operation does not wait until a dear one is over. The batches of loaders wait with them (`scheduleBatch`).
 */
const CALLS_PER_TURN = 25;
/** Of these, calls of one operation before another one has its share. */
const CALLS_PER_SHARE = 5;

let calls = 0;
const queues: TurnQueue[] = [];

/** Counts a resolver call; true when it has to wait for a later turn. */
export function isTurnFull(): boolean {
  if (calls === 0) setImmediate(beginTurn);
  calls += 1;
  return calls > CALLS_PER_TURN;
}

/** Calls that wait have their share first, operation by operation. */
function beginTurn(): void {
  calls = 0;
  while (queues.length > 0 && calls < CALLS_PER_TURN) {
    const queue = queues.shift()!;
    calls += queue.run(CALLS_PER_SHARE);
    if (!queue.isEmpty) queues.push(queue);
  }
  if (calls > 0) setImmediate(beginTurn);
}

/**
 * The resolver calls of one operation that wait. The newest is first: the fields of an object are completed before the
 * next object is begun, so that few objects are pending at a time. In the order in which they came, all objects of a result
 * would be pending together, with some kilobytes of promises each, and garbage collection would take half of the time.
 */
export class TurnQueue {
  readonly #works: Array<() => void> = [];
  #whenEmpty: Array<() => void> = [];

  get isEmpty(): boolean {
    return this.#works.length === 0;
  }

  /** @param work must not throw */
  add(work: () => void): void {
    if (this.isEmpty) queues.push(this);
    this.#works.push(work);
  }

  /** Does a work once no call waits any more. It must not throw. */
  whenEmpty(work: () => void): void {
    this.#whenEmpty.push(work);
  }

  /**
   * Does works until none is left.
   *
   * @returns how many, at most `most`
   */
  run(most: number): number {
    let done = 0;
    for (; done < most && !this.isEmpty; done += 1) this.#works.pop()!();
    if (this.isEmpty) for (const work of this.#whenEmpty.splice(0)) work();
    return done;
  }
}
