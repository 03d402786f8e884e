/**
 * Runs something with a signal that aborts with another one, or after some time. `AbortSignal.any` would do the same, but
 * Node 20 keeps 2 kB of each call in the memory of the signals that are given, so that one that lives long grows.
 *
 * @param ms after which it aborts with a TimeoutError, in milliseconds
 */
export async function abortable<T>(
  signal: AbortSignal,
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const abort = () => own.abort(signal.reason);
  const timer = setTimeout(() => own.abort(new DOMException(`Not done within ${ms} ms`, 'TimeoutError')), ms);
  timer.unref();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await run(own.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
