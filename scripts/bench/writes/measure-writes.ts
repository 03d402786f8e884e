import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { databaseNameOf } from '../../../subgraphs/config.js';
import { createClient, type Client, type Response } from '../../consistency/client.js';
import type { BenchNetwork } from '../bench-network.js';
import type { RunningContender } from '../contender.js';
import { percentile } from '../percentile.js';
import { readOperation } from '../read-operation.js';
import { usageOf } from '../usage.js';

/** What a gateway that keeps responses is worth while somebody writes. */
export interface WritesRow {
  /** Writes in a second that were wanted, and that were made. */
  readonly wanted: number;
  readonly made: number;
  /** Of all responses, those from memory. */
  readonly hitShare: number;
  readonly perSecond: number;
  /** For one request, in milliseconds; of the subgraphs without what the writes cost that go past the gateway. */
  readonly gatewayCpuMs: number;
  readonly subgraphsCpuMs: number;
  /** Milliseconds from the acknowledgement of a write until the gateway gave it. */
  readonly byMutation: Delays;
  readonly pastGateway: Delays;
  /** How many requests had no result, by reason. */
  readonly failures: ReadonlyArray<readonly [reason: string, count: number]>;
}

interface Delays {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface WritesOptions {
  readonly network: BenchNetwork;
  readonly gateway: RunningContender;
  /** In a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** Clients that ask for the whole network again and again. */
const READERS = 4;
const CITIES = 20;
/** One of so many writes changes what they read. */
const TOUCHING_EACH = 10;
/** Milliseconds. */
const PATIENCE_MS = 5_000;

const CHANGE = 'mutation Change($input: ChangeEventInput!) { changeEvent(input: $input) { version } }';
const VERSION = 'query Version($id: ID!) { event(id: $id) { version } }';
const EVENTS =
  'query Events($first: Int!) { cities(first: $first) { nodes { id events(first: 5) { nodes { id } } } } }';

interface Stored {
  _id: string;
  version: number;
}

/** Asks for the whole network of the first cities as often as it can, while events are written, half of them past the gateway. */
export async function measureWrites({ network, gateway, rate, seconds }: WritesOptions): Promise<WritesRow> {
  const client = createClient(gateway.url);
  const database = await new mongoose.mongo.MongoClient(network.mongodbUri, { w: 'majority' }).connect();
  try {
    const events = database.db(databaseNameOf('events')).collection<Stored>('events');
    // A cancelled event cannot be changed.
    const all = await events.find({ status: { $ne: 'CANCELLED' } }, { projection: { version: 1 } }).toArray();
    const versions = new Map(all.map(({ _id, version }) => [_id, version]));
    const read = await eventsRead(client);
    const touched = read.filter((id) => versions.has(id));
    const others = [...versions.keys()].filter((id) => !read.includes(id));
    const body = JSON.stringify({
      query: await readOperation('schema', 'whole-network'),
      variables: { first: CITIES },
    });
    for (let time = 0; time < 3 || !(await client.send(body)).fromMemory; time += 1) {
      if (time > 100) throw new Error('The gateway keeps no responses.');
      await pause(50);
    }

    const processes = [gateway.process!];
    const before = await Promise.all([usageOf(processes), usageOf(network.subgraphs)]);
    const end = performance.now() + seconds * 1_000;
    const reads = { all: 0, hits: 0 };
    const failures = new Map<string, number>();
    const delays = { mutation: [] as number[], direct: [] as number[] };
    let made = 0;
    await Promise.all([...Array.from({ length: READERS }, () => ask()), write()]);
    const after = await Promise.all([usageOf(processes), usageOf(network.subgraphs)]);
    return {
      wanted: rate,
      made: made / seconds,
      hitShare: reads.hits / reads.all,
      perSecond: reads.all / seconds,
      gatewayCpuMs: (after[0].cpuMs - before[0].cpuMs) / reads.all,
      subgraphsCpuMs: (after[1].cpuMs - before[1].cpuMs) / reads.all,
      byMutation: delaysOf(delays.mutation),
      pastGateway: delaysOf(delays.direct),
      failures: [...failures],
    };

    async function ask(): Promise<void> {
      while (performance.now() < end) {
        const response = await client.send(body);
        reads.all += 1;
        if (response.fromMemory) reads.hits += 1;
        hasFailed(response);
      }
    }

    /** At the times that the rate gives, whether the writes before have ended or not. */
    async function write(): Promise<void> {
      const begin = performance.now();
      const writing: Promise<void>[] = [];
      for (let number = 0; ; number += 1) {
        const at = begin + (number + 1) * (1_000 / rate);
        if (at >= end) break;
        await pause(Math.max(0, at - performance.now()));
        const isTouching = number % TOUCHING_EACH === 0;
        // An event of its own for each write in flight: two at once would conflict.
        const id = isTouching ? touched[(number / TOUCHING_EACH) % touched.length]! : others[number % others.length]!;
        const isDirect = Math.floor(number / (isTouching ? TOUCHING_EACH : 1)) % 2 === 1;
        writing.push(isDirect ? writeDirectly(id, isTouching) : mutate(id, isTouching));
      }
      await Promise.all(writing);
    }

    async function mutate(id: string, isTouching: boolean): Promise<void> {
      const name = { en: `Event ${versions.get(id)}` };
      const input = { idempotencyKey: randomUUID(), eventId: id, name, why: 'A benchmark.' };
      const change = JSON.stringify({ query: CHANGE, variables: { input } });
      const response = await client.send(change, { authorization: `Bearer ${network.token}` });
      if (hasFailed(response)) return;
      const { version } = response.data!['changeEvent'] as Stored;
      await note({ _id: id, version }, isTouching ? delays.mutation : undefined);
    }

    async function writeDirectly(id: string, isTouching: boolean): Promise<void> {
      const changed = await events.findOneAndUpdate({ _id: id }, { $inc: { version: 1 } }, { returnDocument: 'after' });
      await note(changed!, isTouching ? delays.direct : undefined);
    }

    async function note({ _id, version }: Stored, delaysOf: number[] | undefined): Promise<void> {
      made += 1;
      versions.set(_id, version);
      delaysOf?.push(await delayUntil(_id, version));
    }

    function hasFailed({ errors: [error] }: Response): boolean {
      if (!error) return false;
      const { code = error.message, rule = '' } = error.extensions ?? {};
      const told = `${String(code)} ${String(rule)}`.trim();
      failures.set(told, (failures.get(told) ?? 0) + 1);
      return true;
    }

    async function versionOf(id: string): Promise<number> {
      const response = await client.send(JSON.stringify({ query: VERSION, variables: { id } }));
      hasFailed(response);
      return (response.data?.['event'] as Stored | undefined)?.version ?? 0;
    }

    async function delayUntil(id: string, version: number): Promise<number> {
      const acknowledgedAt = performance.now();
      for (;;) {
        // What counts is when the request was sent that was answered with the new version.
        const askedAt = performance.now();
        if ((await versionOf(id)) >= version || askedAt - acknowledgedAt > PATIENCE_MS) return askedAt - acknowledgedAt;
      }
    }
  } finally {
    await client.close();
    await database.close();
  }
}

/** The events in the responses that are asked for, as far as each city has some. */
async function eventsRead(client: Client): Promise<string[]> {
  const { data } = await client.send(JSON.stringify({ query: EVENTS, variables: { first: CITIES } }));
  const cities = data?.['cities'] as { nodes: Array<{ events: { nodes: Array<{ id: string }> } }> } | undefined;
  const ids = (cities?.nodes ?? []).flatMap(({ events }) => events.nodes.map(({ id }) => id));
  if (ids.length === 0) throw new Error('The first cities have no events: seed more with --scale.');
  return [...new Set(ids)];
}

function delaysOf(all: readonly number[]): Delays {
  return { count: all.length, p50Ms: percentile(all, 0.5), p99Ms: percentile(all, 0.99) };
}
