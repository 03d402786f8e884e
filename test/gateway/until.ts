/**
 * Does something again and again until its result is as wanted. There is no limit here: the test has one.
 *
 * @returns the first result that is
 */
export async function until<T>(act: () => Promise<T> | T, isWanted: (result: T) => boolean): Promise<T> {
  for (;;) {
    const result = await act();
    if (isWanted(result)) return result;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
