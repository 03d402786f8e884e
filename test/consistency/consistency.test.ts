import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { benchToken } from '../../scripts/bench/bench-token.js';
import { checkHistory, describeViolation } from '../../scripts/consistency/check-history.js';
import type { FaultsResult } from '../../scripts/consistency/faults.js';
import { MOST_STALE_MS } from '../../scripts/consistency/report.js';
import { hasVarnish, startVarnish, type Varnish } from '../../scripts/consistency/start-varnish.js';
import { startReplicaProxy, type ReplicaProxy } from '../../scripts/consistency/replica-proxy.js';
import { runLoad, type LoadResult } from '../../scripts/consistency/run-load.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';
import { SECRET } from '../signed-call.js';

/** `CONSISTENCY_SEED=7 npx jest test/consistency` writes and reads the same again. */
const SEED = Number(process.env['CONSISTENCY_SEED'] ?? randomInt(1, 1_000_000));
const NO_FAULTS: FaultsResult = { disturbances: [], losses: [] };

let folder: string;
let token: string;
/** Of each gateway but the address of events. */
let env: Record<string, string>;
let subgraphs: RunningSubgraph[];
/** Before the subgraph whose records are written, one for each gateway. */
let proxies: ReplicaProxy[];
let gateways: RunningGateway[];
/** Before the gateways, where this machine has one. */
let varnish: Varnish | undefined;
let database: mongoose.mongo.MongoClient;

const subgraphOf = (of: string) => subgraphs.find(({ name }) => name === of)!;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'citylink-consistency-'));
  const { publicKeyFile, ...made } = await benchToken(folder);
  ({ token } = made);
  subgraphs = await startSubgraphs();
  env = {
    ...Object.fromEntries(subgraphs.map(({ name, url }) => [urlVariable(name), url])),
    ...{ SUBGRAPH_SECRET: SECRET, SUBGRAPH_TIMEOUT_MS: '20000', AUTH_PUBLIC_KEY_FILE: publicKeyFile },
    ...{ CACHE_MB: '16', LIMIT_REQUESTS: '0', LIMIT_COST: '0' },
  };
  if (hasVarnish) varnish = await startVarnish();
  proxies = await Promise.all([
    startReplicaProxy([subgraphOf('events').url]),
    startReplicaProxy([subgraphOf('events').url]),
  ]);
  gateways = await Promise.all(
    proxies.map(({ url }) => startGateway({ ...envOf(url), CACHE_PROXIES: varnish?.url ?? '' })),
  );
  await varnish?.serve(gateways.map(({ url }) => url));
  database = await new mongoose.mongo.MongoClient(process.env['TEST_MONGODB_URI']!, {
    w: 'majority',
    journal: true,
  }).connect();
});

afterAll(async () => {
  await database?.close();
  await Promise.all((gateways ?? []).map((gateway) => gateway.close()));
  await varnish?.close();
  await Promise.all((proxies ?? []).map((proxy) => proxy.close()));
  await Promise.all((subgraphs ?? []).map((subgraph) => subgraph.close()));
  await rm(folder, { recursive: true, force: true });
});

function envOf(eventsUrl: string): Record<string, string> {
  return { ...env, [urlVariable('events')]: eventsUrl };
}

function load(
  of: readonly RunningGateway[],
  seconds: number,
  meanwhile: (signal: AbortSignal) => Promise<FaultsResult>,
): Promise<LoadResult> {
  return runLoad({
    ...{
      gatewayUrls: of.map(({ url }) => `${url}/graphql`),
      varnishUrl: of === gateways ? varnish?.url : undefined,
      token,
      database,
      databaseNameOf: (name) => subgraphOf(name).databaseName,
      seed: SEED,
      seconds,
      meanwhile,
    },
    ...{ groups: 3, ofEach: 2, writers: 6, readers: 12, gapMs: () => 150 },
  });
}

const violationsOf = ({ history }: LoadResult) =>
  checkHistory(history, { boundMs: MOST_STALE_MS }).map(describeViolation);

test(`no read of two gateways violates the order of writes while changes are held back, cut and doubled (seed ${SEED})`, async () => {
  const result = await load(gateways, 10, async (signal) => {
    const [first, second] = proxies as [ReplicaProxy, ReplicaProxy];
    const wait = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
    await wait(2_000);
    first.changesFault = { heldMs: 1_500 };
    second.changesFault = 'cut';
    await wait(3_000);
    first.changesFault = 'doubled';
    second.changesFault = undefined;
    await wait(2_000);
    first.changesFault = undefined;
    return NO_FAULTS;
  });
  expect(violationsOf(result)).toEqual([]);
  expect(result.reads.some(({ fromMemory }) => fromMemory)).toBe(true);
  if (varnish)
    expect(result.reads.some(({ gateway, fromMemory }) => gateway === result.varnish && fromMemory)).toBe(true);
  expect(result.history.writes.some(({ gateway }) => gateway === undefined)).toBe(true);
  expect(result.history.writes.some(({ gateway }) => gateway !== undefined)).toBe(true);
  expect(result.reads.length).toBeGreaterThan(result.history.writes.length);
}, 120_000);

test(`results that stay in memory whatever is written are found (seed ${SEED})`, async () => {
  const wrong = await Promise.all(proxies.map(({ url }) => startGateway(envOf(url), { ignoresChanges: true })));
  try {
    const result = await load(wrong, 5, async () => NO_FAULTS);
    expect(result.reads.some(({ fromMemory }) => fromMemory)).toBe(true);
    expect(violationsOf(result)).not.toEqual([]);
  } finally {
    await Promise.all(wrong.map((gateway) => gateway.close()));
  }
}, 120_000);
