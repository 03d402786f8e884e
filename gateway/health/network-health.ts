import type { SubgraphClient } from '../upstream/subgraph-client.js';
import { SubgraphError } from '../upstream/subgraph-error.js';

/** Whether every part of the network responds: the subgraphs of the supergraph, and the databases that they report. */
export interface NetworkHealth {
  status: 'ready' | 'not ready';
  subgraphs: Record<string, { status: 'up' | 'down'; reason?: string }>;
  /** Absent when no subgraph reports a database. */
  database?: { status: 'up' | 'down'; subgraphs: Record<string, 'up' | 'down'> };
}

/** A part without which the gateway goes on, with nulls and `missing` in results that need it. */
export interface DegradedPart {
  subgraph: string;
  /** A code of SUBGRAPH_*, or DATABASE_UNAVAILABLE when the subgraph responds but its database is down. */
  reason: string;
}

export interface HealthChecks {
  /** Waits for the probe of every subgraph, which takes the subgraph timeout at most. */
  network(): Promise<NetworkHealth>;
  /** Waits 250 ms at most, as load balancers do not wait long: a probe without a result by then counts as a timeout. */
  degraded(): Promise<DegradedPart[]>;
}

/** Milliseconds for which the result of a probe is used again, so that many health requests cost a subgraph one request. */
const PROBE_MAX_AGE_MS = 1_000;
const DEGRADED_WAIT_MS = 250;

interface ProbeResult {
  subgraph: string;
  /** Undefined when the subgraph responds. */
  reason?: string;
  /** Undefined when the subgraph does not report a database. */
  database?: 'up' | 'down' | undefined;
}

/**
 * Creates the checks of the network. Each subgraph is probed at most once at a time and once a second.
 *
 * @param clients the subgraphs of the supergraph that is served
 * @param now epoch milliseconds
 */
export function createHealthChecks(
  clients: () => Iterable<SubgraphClient>,
  now: () => number = Date.now,
): HealthChecks {
  const probes = new WeakMap<SubgraphClient, () => Promise<ProbeResult>>();

  function probe(client: SubgraphClient): Promise<ProbeResult> {
    let cached = probes.get(client);
    if (!cached) probes.set(client, (cached = cachedProbe(client, now)));
    return cached();
  }

  return {
    async network() {
      return toNetworkHealth(await Promise.all([...clients()].map(probe)));
    },
    async degraded() {
      const results = await Promise.all(
        [...clients()].map((client) =>
          resultWithin(probe(client), DEGRADED_WAIT_MS, { subgraph: client.name, reason: 'SUBGRAPH_TIMEOUT' }),
        ),
      );
      return results.flatMap(({ subgraph, reason, database }) => {
        if (reason !== undefined) return [{ subgraph, reason }];
        return database === 'down' ? [{ subgraph, reason: 'DATABASE_UNAVAILABLE' }] : [];
      });
    },
  };
}

function cachedProbe(client: SubgraphClient, now: () => number): () => Promise<ProbeResult> {
  let pending: Promise<ProbeResult> | undefined;
  let latest: { result: ProbeResult; at: number } | undefined;
  return async () => {
    if (latest && now() - latest.at < PROBE_MAX_AGE_MS) return latest.result;
    pending ??= probeSubgraph(client)
      .then((result) => {
        latest = { result, at: now() };
        return result;
      })
      .finally(() => (pending = undefined));
    return pending;
  };
}

async function probeSubgraph(client: SubgraphClient): Promise<ProbeResult> {
  try {
    const { data, database } = await client.probe();
    return { subgraph: client.name, database, ...(!data && { reason: 'SUBGRAPH_BAD_ANSWER' }) };
  } catch (error) {
    if (!(error instanceof SubgraphError)) throw error;
    return { subgraph: client.name, reason: error.code };
  }
}

function toNetworkHealth(results: readonly ProbeResult[]): NetworkHealth {
  const databases = results.flatMap(({ subgraph, database }) => (database ? [[subgraph, database] as const] : []));
  const areDatabasesUp = databases.every(([, database]) => database === 'up');
  return {
    status: areDatabasesUp && results.every(({ reason }) => reason === undefined) ? 'ready' : 'not ready',
    subgraphs: Object.fromEntries(
      results.map(({ subgraph, reason }) => [
        subgraph,
        reason === undefined ? { status: 'up' } : { status: 'down', reason },
      ]),
    ),
    ...(databases.length > 0 && {
      database: { status: areDatabasesUp ? 'up' : 'down', subgraphs: Object.fromEntries(databases) },
    }),
  };
}

async function resultWithin<T>(result: Promise<T>, ms: number, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => (timer = setTimeout(resolve, ms, otherwise)));
  return Promise.race([result, late]).finally(() => clearTimeout(timer));
}
