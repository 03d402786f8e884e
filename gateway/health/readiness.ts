import type { SubgraphClient } from '../upstream/subgraph-client.js';
import { SubgraphError } from '../upstream/subgraph-error.js';

export interface Readiness {
  /** Leaving: it was asked to stop, and will soon. */
  status: 'ready' | 'not ready' | 'leaving';
  subgraphs: Record<string, { status: 'up' | 'down'; reason?: string }>;
  /** Absent when no subgraph tells of a database. */
  database?: { status: 'up' | 'down'; subgraphs: Record<string, 'up' | 'down'> };
}

/** Milliseconds for which an answer stands, so that the public endpoint does not multiply requests. */
const FRESH_MS = 1_000;

/**
 * Makes the question whether the graph can be served now: every subgraph answers, and so do the databases
 * that they tell of. All who ask at once, or shortly after, get one answer.
 *
 * @param clients the subgraphs of the supergraph that is served
 */
export function createReadiness(
  clients: () => Iterable<SubgraphClient>,
  now: () => number = Date.now,
): () => Promise<Readiness> {
  let pending: Promise<Readiness> | undefined;
  let latest: { readiness: Readiness; at: number } | undefined;

  return async () => {
    if (latest && now() - latest.at < FRESH_MS) return latest.readiness;
    pending ??= probeAll(clients())
      .then((readiness) => {
        latest = { readiness, at: now() };
        return readiness;
      })
      .finally(() => (pending = undefined));
    return pending;
  };
}

async function probeAll(clients: Iterable<SubgraphClient>): Promise<Readiness> {
  const probes = await Promise.all([...clients].map(async (client) => [client.name, await probe(client)] as const));
  const told = probes.flatMap(([name, { database }]) => (database ? [[name, database] as const] : []));
  const isReady =
    probes.every(([, { state }]) => state.status === 'up') && told.every(([, database]) => database === 'up');
  return {
    status: isReady ? 'ready' : 'not ready',
    subgraphs: Object.fromEntries(probes.map(([name, { state }]) => [name, state])),
    ...(told.length > 0 && {
      database: {
        status: told.every(([, database]) => database === 'up') ? 'up' : 'down',
        subgraphs: Object.fromEntries(told),
      },
    }),
  };
}

async function probe(
  client: SubgraphClient,
): Promise<{ state: Readiness['subgraphs'][string]; database: 'up' | 'down' | undefined }> {
  try {
    const { data, database } = await client.probe();
    return { state: data ? { status: 'up' } : { status: 'down', reason: 'SUBGRAPH_BAD_ANSWER' }, database };
  } catch (error) {
    if (!(error instanceof SubgraphError)) throw error;
    return { state: { status: 'down', reason: error.code }, database: undefined };
  }
}
