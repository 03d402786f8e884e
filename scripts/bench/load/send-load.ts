import { Pool } from 'undici';
import { percentile } from '../percentile.js';
import type { LoadJob, LoadResult } from './load-job.js';

/** Sends requests in a closed loop: each connection asks again as soon as it was answered. */
export async function sendLoad({
  url,
  headers,
  bodies,
  requests,
  connections,
  isPartial,
}: LoadJob): Promise<LoadResult> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, headersTimeout: 0, bodyTimeout: 0 });
  const latencies: number[] = [];
  const result = { bytes: 0, failures: 0 } as LoadResult;
  let next = 0;

  const start = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < requests) {
        const body = bodies[next % bodies.length];
        next += 1;
        const asked = performance.now();
        const failure = await ask(body!).catch((error: Error) => error.message);
        latencies.push(performance.now() - asked);
        if (failure === undefined) continue;
        result.failures += 1;
        result.firstFailure ??= failure.slice(0, 300);
      }
    }),
  );
  result.seconds = (performance.now() - start) / 1_000;
  await pool.close();

  return { ...result, p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };

  /** @returns what was wrong with the answer, if anything */
  async function ask(body: string): Promise<string | undefined> {
    const response = await pool.request({
      path: pathname,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body,
    });
    const text = await response.body.text();
    result.bytes += text.length;
    const hasErrors = text.includes('"errors":');
    if (response.statusCode === 200 && (isPartial ? hasErrors && text.includes('"data":{') : !hasErrors))
      return undefined;
    return `status ${response.statusCode}: ${text}`;
  }
}
