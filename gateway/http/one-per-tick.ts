/**
 * Creates a queue that resumes one waiting task per tick of the event loop. Work of some milliseconds that many requests
 * need at the same moment would otherwise run for all of them before any other event is handled.
 *
 * @returns a function to await; tasks resume in the order of their calls
 */
export function onePerTick(): () => Promise<void> {
  const waiting: Array<() => void> = [];

  function next(): void {
    waiting.shift()!();
    if (waiting.length > 0) setImmediate(next);
  }

  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(next);
    });
}
