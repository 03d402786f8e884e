import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { databaseNameOf } from '../../../subgraphs/config.js';
import { askOnce } from '../ask.js';
import type { BenchNetwork } from '../bench-network.js';
import type { Contender, RunningContender } from '../contender.js';
import { median } from '../median.js';
import { usageOf } from '../usage.js';
import { openStream, type OpenStream } from './open-stream.js';

/** What a gateway holds in memory, and how fast it reaches those who watch. */
export interface MemoryRow {
  readonly keptResponses: number;
  /** Of the bodies of these responses together. */
  readonly keptBytes: number;
  /** By which the process has grown, all told. */
  readonly keptGrowthBytes: number;
  readonly streams: number;
  readonly streamsGrowthBytes: number;
  /** Of the gateway, for one new result that it writes to one stream, with its share of what is done once for all of them. */
  readonly eventCpuMs: number;
  /** Milliseconds from the acknowledgement of a write past the gateway until the last stream had the new result. */
  readonly reachMs: { readonly median: number; readonly most: number };
}

export interface MemoryOptions {
  readonly network: BenchNetwork;
  readonly gateway: Contender;
  /** Responses that are kept, and streams that are open. */
  readonly count: number;
}

const KEPT =
  'query Kept($id: ID!, $first: Int!) { city(id: $id) { id name { en th } region events(first: $first) { totalCount nodes { id name { en } startsOn { value } } } } }';
const WATCHED = 'query Watched($id: ID!) @live { event(id: $id) { id version } }';
/** Different requests for each city. */
const PAGES = 50;
const WRITES = 9;
/** Milliseconds; what is measured is not over before. */
const PATIENCE_MS = 30_000;
const SETTLE_MS = 2_000;

interface Stored {
  _id: string;
  version: number;
}

/** Fills a gateway's memory with responses, and then another one's with streams. */
export async function measureMemory({ network, gateway, count }: MemoryOptions): Promise<MemoryRow> {
  const kept = await withGateway({ CACHE_MB: '1024' }, (running) => keepResponses(running, count));
  const env = { CACHE_MB: '64', LIMIT_STREAMS: String(count + 1), LIVE_LEASE_MS: '3600000' };
  return { ...kept, ...(await withGateway(env, (running) => openStreams(running, count, network))) };

  async function withGateway<T>(env: NodeJS.ProcessEnv, use: (running: RunningContender) => Promise<T>): Promise<T> {
    const running = await gateway.start({ network, recordings: {}, env });
    try {
      return await use(running);
    } finally {
      await running.stop();
    }
  }
}

async function keepResponses(
  { url, process }: RunningContender,
  count: number,
): Promise<Pick<MemoryRow, 'keptResponses' | 'keptBytes' | 'keptGrowthBytes'>> {
  const ids = await idsOf(url, 'query Ids { cities(first: 100) { nodes { id } } }', 'cities');
  const bodyOf = (at: number) => ({
    query: KEPT,
    variables: { id: ids[at % ids.length], first: 1 + (Math.floor(at / ids.length) % PAGES) },
  });
  // So the program is compiled, and the memory of requests is there.
  for (let at = 0; at < 300; at += 1) await askOnce(url, bodyOf(at % 20), { 'cache-control': 'no-store' });
  const before = await residentBytes(process!.pid);
  let bytes = 0;
  for (let at = 0; at < count; at += 1) bytes += Buffer.byteLength((await askOnce(url, bodyOf(at), {})).text);
  const growth = (await residentBytes(process!.pid)) - before;
  return { keptResponses: Math.min(count, ids.length * PAGES), keptBytes: bytes, keptGrowthBytes: growth };
}

async function openStreams(
  { url, process }: RunningContender,
  count: number,
  { mongodbUri }: BenchNetwork,
): Promise<Pick<MemoryRow, 'streams' | 'streamsGrowthBytes' | 'eventCpuMs' | 'reachMs'>> {
  const [id] = await idsOf(url, 'query Ids { events(first: 1) { nodes { id } } }', 'events');
  const body = { query: WATCHED, variables: { id } };
  const open: OpenStream[] = [];
  const database = await new mongoose.mongo.MongoClient(mongodbUri, { w: 'majority' }).connect();
  try {
    const events = database.db(databaseNameOf('events')).collection<Stored>('events');
    open.push(await openStream(`${url}/stream`, body));
    const before = await residentBytes(process!.pid);
    while (open.length < count)
      open.push(
        ...(await Promise.all(
          Array.from({ length: Math.min(50, count - open.length) }, () => openStream(`${url}/stream`, body)),
        )),
      );
    const growth = (await residentBytes(process!.pid)) - before;
    const reached: number[] = [];
    const { cpuMs: cpuBefore } = await usageOf([process!]);
    for (let write = 0; write < WRITES; write += 1) {
      const changed = await events.findOneAndUpdate(
        { _id: id! },
        { $inc: { version: 1 } },
        { returnDocument: 'after' },
      );
      const acknowledgedAt = performance.now();
      const deadline = acknowledgedAt + PATIENCE_MS;
      const text = `"version":${changed!.version}`;
      await Promise.all(open.map((stream) => stream.until(text, deadline)));
      reached.push(performance.now() - acknowledgedAt);
      await pause(200);
    }
    const { cpuMs } = await usageOf([process!]);
    return {
      streams: open.length,
      streamsGrowthBytes: growth,
      eventCpuMs: (cpuMs - cpuBefore) / (WRITES * open.length),
      reachMs: { median: median(reached), most: Math.max(...reached) },
    };
  } finally {
    for (const stream of open) stream.close();
    await database.close();
  }
}

async function idsOf(url: string, query: string, field: string): Promise<string[]> {
  const { result } = await askOnce(url, { query }, {});
  const { nodes } = result.data![field] as { nodes: Array<{ id: string }> };
  return nodes.map(({ id }) => id);
}

/** What a process has in memory after a while without work. Only Linux tells it: elsewhere it is NaN. */
async function residentBytes(pid: number): Promise<number> {
  await pause(SETTLE_MS);
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) * 1024;
}
