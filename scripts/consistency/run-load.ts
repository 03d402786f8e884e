import { setMaxListeners } from 'node:events';
import type mongoose from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, createVarnishClient } from './client.js';
import type { FaultsResult } from './faults.js';
import type { History, Read } from './history.js';
import { operationsOf, probesOf } from './operations.js';
import { runReaders } from './readers.js';
import { createRecords, LatestVersions, NAMED } from './records.js';
import { runWriters, type StoredRecord } from './writers.js';

export interface LoadOptions {
  /** The GraphQL endpoints of the gateways. */
  readonly gatewayUrls: readonly string[];
  /** The address of a Varnish before them, which is read as if it were one more gateway. */
  readonly varnishUrl?: string | undefined;
  /** Of a caller who may create and change events. */
  readonly token: string;
  /** A connection to the databases of the subgraphs, and their names. */
  readonly database: mongoose.mongo.MongoClient;
  databaseNameOf(subgraph: string): string;
  readonly seed: number;
  readonly seconds: number;
  readonly groups: number;
  readonly ofEach: number;
  readonly writers: number;
  readonly readers: number;
  /** Milliseconds that a reader waits between two reads; asked each time. */
  gapMs(): number;
  /** Makes faults until the signal aborts. */
  meanwhile(signal: AbortSignal): Promise<FaultsResult>;
}

export interface LoadResult {
  readonly history: History;
  /** Those that show for how long an old version is seen: without what writers read of their own writes. */
  readonly reads: readonly Read[];
  /** The `gateway` of what was read through Varnish. */
  readonly varnish: number | undefined;
  readonly disturbances: FaultsResult['disturbances'];
  /** Reads and writes without a result, by code. */
  readonly failed: ReadonlyMap<string, number>;
}

type StoredRecords = mongoose.mongo.Collection<StoredRecord>;

/** Of a request that creates records. */
const MOST_ATTEMPTS = 10;
const RETRY_MS = 500;
/** A writer waits so many times as long as a reader. */
const WRITER_GAPS = 3;

/** Creates records, writes and reads them for so long, and gives all that happened. */
export async function runLoad({
  gatewayUrls,
  varnishUrl,
  token,
  database,
  databaseNameOf,
  seed,
  seconds,
  groups: count,
  ofEach,
  writers,
  readers,
  gapMs,
  meanwhile,
}: LoadOptions): Promise<LoadResult> {
  const gateways = gatewayUrls.map(createClient);
  const clients = varnishUrl === undefined ? gateways : [...gateways, createVarnishClient(varnishUrl)];
  const stopping = new AbortController();
  const { signal } = stopping;
  setMaxListeners(0, signal); // Whoever waits between two requests listens.
  try {
    const groups = await createRecords(
      // On a machine that starts everything at once the first requests may time out; each write has an idempotency key.
      async (query, variables) => {
        const headers = { authorization: `Bearer ${token}` };
        for (let attempt = 1; ; attempt += 1) {
          const { data, errors } = await gateways[0]!.send(JSON.stringify({ query, variables }), headers);
          if (data && errors.length === 0) return data;
          if (attempt === MOST_ATTEMPTS) throw new Error(`The records were not created: ${JSON.stringify(errors[0])}`);
          await sleep(RETRY_MS);
        }
      },
      count,
      ofEach,
    );
    const records = groups.flatMap((group) => group.records);
    const hosts = groups.map(({ host }) => host);
    const [events, partners] = ['events', 'partners'].map((name) =>
      database.db(databaseNameOf(name)).collection<StoredRecord>(name),
    ) as [StoredRecords, StoredRecords];
    await partners.updateMany({ _id: { $in: hosts } }, { $set: { version: 1, 'name.en': `${NAMED}1` } } as never);
    const created = performance.now();
    const written = [...records, ...hosts];
    const shared = { clients, seed, signal, board: {} };

    const [writing, reading, { disturbances, losses }] = await Promise.all([
      runWriters({
        ...shared,
        count: writers,
        gateways: gateways.length,
        token,
        database,
        ...{ events, partners, records, hosts },
        latest: new LatestVersions(written),
        probes: probesOf(groups),
        gapMs: () => WRITER_GAPS * gapMs(),
      }),
      runReaders({ ...shared, count: readers, operations: operationsOf(groups), gapMs }),
      meanwhile(signal),
      sleep(seconds * 1_000).then(() => stopping.abort()),
    ]);
    const first = written.map((record) => ({
      ...{ record, version: 1, begin: 0, acknowledged: created, gateway: undefined },
    }));
    const reads = [...reading.reads, ...writing.probes];
    return {
      history: { writes: [...first, ...writing.writes], reads: [...reads, ...writing.own], losses },
      reads,
      varnish: varnishUrl === undefined ? undefined : gateways.length,
      disturbances,
      failed: added(reading.failed, writing.failed),
    };
  } finally {
    stopping.abort();
    await Promise.all(clients.map((client) => client.close()));
  }
}

function added(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Map<string, number> {
  const sum = new Map(one);
  for (const [name, count] of other) sum.set(name, (sum.get(name) ?? 0) + count);
  return sum;
}
