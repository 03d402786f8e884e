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
  /** Waits 250 ms at most, as load balancers do not wait long: {@link Probe.meanwhile} is what counts without a result by then. */
  degraded(): Promise<DegradedPart[]>;
}

/** Milliseconds for which the result of a probe is used again, so that many health requests cost a subgraph one request. */
const PROBE_MAX_AGE_MS = 1_000;
const DEGRADED_WAIT_MS = 250;
/** Milliseconds for which a probe may last on a busy machine, while the result before it counts. */
const SLOW_PROBE_MS = 1_000;

interface ProbeResult {
  subgraph: string;
  /** Undefined when the subgraph responds. */
  reason?: string;
  /** Undefined when the subgraph does not report a database. */
  database?: 'up' | 'down' | undefined;
}

/** The probes of one subgraph. */
interface Probe {
  result(): Promise<ProbeResult>;
  /** What counts while the result is awaited: the one before it for a second, and then a timeout. */
  meanwhile(): ProbeResult;
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
  const probes = new WeakMap<SubgraphClient, Probe>();

  function probeOf(client: SubgraphClient): Probe {
    let probe = probes.get(client);
    if (!probe) probes.set(client, (probe = createProbe(client, now)));
    return probe;
  }

  return {
    async network() {
      return toNetworkHealth(await Promise.all([...clients()].map((client) => probeOf(client).result())));
    },
    async degraded() {
      const results = await Promise.all([...clients()].map((client) => resultInTime(probeOf(client))));
      return results.flatMap(({ subgraph, reason, database }) => {
        if (reason !== undefined) return [{ subgraph, reason }];
        return database === 'down' ? [{ subgraph, reason: 'DATABASE_UNAVAILABLE' }] : [];
      });
    },
  };
}

function createProbe(client: SubgraphClient, now: () => number): Probe {
  let pending: { result: Promise<ProbeResult>; since: number } | undefined;
  let latest: { result: ProbeResult; at: number } | undefined;

  async function run(): Promise<ProbeResult> {
    try {
      const result = await probeSubgraph(client);
      latest = { result, at: now() };
      return result;
    } finally {
      pending = undefined;
    }
  }

  return {
    async result() {
      if (latest && now() - latest.at < PROBE_MAX_AGE_MS) return latest.result;
      pending ??= { result: run(), since: now() };
      return pending.result;
    },
    meanwhile() {
      return latest && pending && now() - pending.since < SLOW_PROBE_MS
        ? latest.result
        : { subgraph: client.name, reason: 'SUBGRAPH_TIMEOUT' };
    },
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

function resultInTime(probe: Probe): Promise<ProbeResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ProbeResult>((resolve) => {
    timer = setTimeout(() => resolve(probe.meanwhile()), DEGRADED_WAIT_MS);
  });
  return Promise.race([probe.result(), late]).finally(() => clearTimeout(timer));
}
