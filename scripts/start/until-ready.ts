import { setTimeout as pause } from 'node:timers/promises';
import type { Readiness } from '../../gateway/health/readiness.js';
import { StartError } from './start-error.js';

/** Milliseconds. */
const PATIENCE = 30_000;
const PAUSE = 100;

/**
 * Waits until the gateway and all that it needs answer.
 *
 * @param url the gateway's
 * @throws StartError naming what does not answer
 */
export async function untilReady(url: string, signal: AbortSignal): Promise<Readiness> {
  let latest: Readiness | undefined;
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await pause(PAUSE, undefined, { signal })) {
    latest = await ask(url, signal).catch(() => latest);
    if (latest?.status === 'ready') return latest;
  }
  const down = Object.entries(latest?.subgraphs ?? {}).flatMap(([name, { status, reason }]) =>
    status === 'up' ? [] : [`${name} is down (${reason})`],
  );
  const database = latest?.database?.status === 'down' ? ['the database is down'] : [];
  throw new StartError(
    `Not ready within ${PATIENCE / 1000} s: ${[...down, ...database].join(', ') || 'the gateway does not answer'}.`,
  );
}

async function ask(url: string, signal: AbortSignal): Promise<Readiness> {
  const response = await fetch(`${url}/health/ready`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
  });
  return (await response.json()) as Readiness;
}
