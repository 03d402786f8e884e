import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '../../subgraphs/protocol/freshness.js';
import type { SubgraphClient } from '../upstream/subgraph-client.js';
import type { FollowedStore } from './followed-store.js';

/** Milliseconds between two requests at least: changes that are made meanwhile come together. */
const LEAST_INTERVAL_MS = 5;
/** Milliseconds of the first wait after a failure; each further one doubles it. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1_000;

interface FollowLog {
  warn(details: object, message: string): void;
  info(details: object, message: string): void;
}

/**
 * Asks a subgraph for the changes of its store, again and again, until it is aborted. Each request says up to where the changes
 * are known, so that any process of the subgraph can answer it, and none is missed after a failure.
 */
export async function followChanges(
  client: Pick<SubgraphClient, 'name' | 'changes'>,
  store: FollowedStore,
  signal: AbortSignal,
  log: FollowLog,
): Promise<void> {
  let after: Position | null = null;
  let waitMs = 0;
  while (!signal.aborted) {
    const askedAt = performance.now();
    try {
      const response = await client.changes({ after }, signal);
      store.hear(response, askedAt);
      after = response.at ?? after;
      if (waitMs > 0) log.info({ service: client.name }, 'The changes of a subgraph are heard again');
      waitMs = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (waitMs === 0)
        log.warn(
          { service: client.name, reason: (error as Error).message },
          'The changes of a subgraph are not heard: nothing of it is served from memory',
        );
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2 || FIRST_WAIT_MS);
    }
    const restMs = Math.max(waitMs, LEAST_INTERVAL_MS - (performance.now() - askedAt));
    if (restMs > 0) await pause(restMs, undefined, { signal }).catch(() => undefined);
  }
}
