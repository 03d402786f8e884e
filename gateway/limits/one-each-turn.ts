/**
 * Makes a step that lets one request go on in each turn of the event loop: work that takes milliseconds, for each of many
 * requests that came at once, would otherwise be done for all of them before anything else is.
 *
 * @returns a function to wait for; they go on in the order in which they came
 */
export function oneEachTurn(): () => Promise<void> {
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
