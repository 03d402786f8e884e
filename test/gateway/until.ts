/** Milliseconds: below the time limit of a test, so that the failure names the last result. */
const PATIENCE_MS = 50_000;

/**
 * Does something again and again until its result is as wanted.
 *
 * @param patienceMs how long it may take
 * @returns the first result that is
 * @throws Error with the last result, when none is in that time
 */
export async function until<T>(
  act: () => Promise<T> | T,
  isWanted: (result: T) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const result = await act();
    if (isWanted(result)) return result;
    if (performance.now() > end)
      throw new Error(`Nothing was as wanted within ${patienceMs / 1_000} s; last: ${JSON.stringify(result)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
