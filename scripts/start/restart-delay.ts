const FIRST = 250;
const LONGEST = 5_000;
/** A process that lived this long is taken for sound again. */
const QUIET = 60_000;

/**
 * Makes the question how long to wait, in milliseconds, before a process that ended is started again: 250, doubled
 * each time up to 5,000, and 250 again after a quiet minute.
 *
 * @returns a function of how long the process lived, in milliseconds
 */
export function restartDelay(): (lived: number) => number {
  let next = FIRST;
  return (lived) => {
    const delay = lived >= QUIET ? FIRST : next;
    next = Math.min(delay * 2, LONGEST);
    return delay;
  };
}
