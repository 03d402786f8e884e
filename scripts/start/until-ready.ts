import { setTimeout as pause } from 'node:timers/promises';
import type { DegradedPart, NetworkHealth } from '../../gateway/health/network-health.js';
import { abortable } from '../../subgraphs/process/abortable.js';
import { StartError } from './start-error.js';

/** The subgraphs of the supergraph that is served, by name, and those that do not respond. */
interface NetworkParts {
  readonly all: readonly string[];
  readonly down: readonly DegradedPart[];
}

const TIMEOUT_MS = 30_000;
const PAUSE_MS = 100;

/**
 * Waits until the gateway and the subgraphs of this start respond, and their databases.
 *
 * @param url the gateway's address
 * @param own the names of the subgraphs that this start runs
 * @returns the subgraphs of other starts, or their databases, that do not respond are `down`: they are not waited for
 * @throws StartError that names the parts that do not respond within 30 s
 */
export async function untilReady(url: string, own: ReadonlySet<string>, signal: AbortSignal): Promise<NetworkParts> {
  let parts: NetworkParts | undefined;
  for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await pause(PAUSE_MS, undefined, { signal })) {
    parts = await readParts(url, signal).catch(() => parts);
    if (parts?.down.every(({ subgraph }) => !own.has(subgraph))) return parts;
  }
  const named = parts?.down
    .filter(({ subgraph }) => own.has(subgraph))
    .map(({ subgraph, reason }) => `${subgraph} is down (${reason})`);
  throw new StartError(
    `Not ready within ${TIMEOUT_MS / 1000} s: ${named?.join(', ') ?? 'the gateway does not respond'}.`,
  );
}

async function readParts(url: string, signal: AbortSignal): Promise<NetworkParts> {
  const { subgraphs, database } = await abortable(signal, 5_000, async (inTime) => {
    const response = await fetch(`${url}/health/network`, { signal: inTime });
    return (await response.json()) as NetworkHealth;
  });
  const down = Object.entries(subgraphs).flatMap(([subgraph, { status, reason = '' }]) => {
    if (status === 'down') return [{ subgraph, reason }];
    return database?.subgraphs[subgraph] === 'down' ? [{ subgraph, reason: 'DATABASE_UNAVAILABLE' }] : [];
  });
  return { all: Object.keys(subgraphs), down };
}
