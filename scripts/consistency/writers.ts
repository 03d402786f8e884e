import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type mongoose from 'mongoose';
import { randomOf, type Random } from '../seed/invented/random.js';
import type { Client, Position, PositionBoard } from './client.js';
import { KINDS, kindOf, type Read, type Write } from './history.js';
import type { Operation } from './operations.js';
import { sendRead } from './readers.js';
import { NAMED, type LatestVersions } from './records.js';

/** The stored form of an event or a partner, as far as it is written here. */
export interface StoredRecord {
  _id: string;
  version: number;
  kind?: string;
}

export interface WritersOptions {
  readonly count: number;
  readonly clients: readonly Client[];
  /** So many of the clients, the first ones, take mutations. */
  readonly gateways: number;
  /** Of the caller who may change the records. */
  readonly token: string;
  readonly database: mongoose.mongo.MongoClient;
  readonly events: mongoose.mongo.Collection<StoredRecord>;
  readonly partners: mongoose.mongo.Collection<StoredRecord>;
  readonly records: readonly string[];
  /** Partners that are written in the database only. */
  readonly hosts: readonly string[];
  readonly latest: LatestVersions;
  /** What reads a record. */
  readonly probes: ReadonlyMap<string, readonly Operation[]>;
  readonly board: PositionBoard;
  readonly seed: number;
  /** Milliseconds that a writer waits after a write; asked each time. */
  gapMs(): number;
  readonly signal: AbortSignal;
}

export interface WritersResult {
  readonly writes: readonly Write[];
  /** What writers read of their own writes where they see them at once. */
  readonly own: readonly Read[];
  /** What they read of them at each gateway as everybody else does, shortly after the acknowledgement. */
  readonly probes: readonly Read[];
  readonly failed: ReadonlyMap<string, number>;
}

const CHANGE = 'mutation Change($input: ChangeEventInput!) { changeEvent(input: $input) { id version } }';
/** One of so many writers writes past the gateways. */
const DIRECT_EACH = 3;
const MOST_ATTEMPTS = 6;
const RETRY_MS = 300;
/** The clients of writers, apart from those of readers. */
const FIRST_CLIENT = 1_000;
/** Milliseconds between the reads of a written record, from its acknowledgement on; the last ones are beyond what may be stale. */
const PROBE_GAPS_MS = [0, 3, 3, 5, 5, 10, 15, 30, 60, 300, 580, 100, 300, 400];

/** How often a partner is written instead of an event, of 1. */
const PARTNERS = 0.3;

const AFTER = { returnDocument: 'after', projection: { version: 1 } } as const;

/** Gives a partner the next version. */
const NEXT_NAME = [
  { $set: { version: { $add: ['$version', 1] } } },
  { $set: { 'name.en': { $concat: [NAMED, { $toString: '$version' }] } } },
];
/** Gives events the next version, as an update does that runs in the database. */
const NEXT_VERSION = [
  { $set: { version: { $add: ['$version', 1] } } },
  { $set: { kind: { $arrayElemAt: [[...KINDS], { $mod: ['$version', KINDS.length] }] } } },
];

/**
 * Writes until the signal aborts. A third of the writers writes to the database: single updates, replacements and updates of
 * several documents in a transaction. The others send mutations, and read what they have written: at the same gateway, or with
 * the position of the mutation's response at any. Each reads its record at all gateways before and after, to see for how long the
 * old version is there.
 */
export async function runWriters(options: WritersOptions): Promise<WritersResult> {
  const result: Result = { writes: [], own: [], probes: [], failed: new Map() };
  await Promise.all(
    Array.from({ length: options.count }, async (_, index) => {
      const random = randomOf(`writer of ${options.seed}`, index);
      const write = index % DIRECT_EACH === 0 ? writeDirectly : mutate;
      while (!options.signal.aborted) {
        const isPartner = write === writeDirectly && random.chance(PARTNERS);
        const record = random.pick(isPartner ? options.hosts : options.records);
        await probe(record, [0], FIRST_CLIENT + index, options, result);
        await write(record, FIRST_CLIENT + index, random, options, result);
        const gap = options.gapMs() * (0.5 + random.int(0, 100) / 100);
        await sleep(gap, undefined, { signal: options.signal }).catch(() => undefined);
      }
    }),
  );
  return result;
}

interface Result extends WritersResult {
  readonly writes: Write[];
  readonly own: Read[];
  readonly probes: Read[];
  readonly failed: Map<string, number>;
}

/** Reads a record at all gateways again and again, with these pauses. */
async function probe(
  record: string,
  gapsMs: readonly number[],
  client: number,
  { clients, probes: operations }: WritersOptions,
  { probes, failed }: Result,
): Promise<void> {
  await Promise.all(
    clients.flatMap((to, gateway) =>
      operations.get(record)!.map(async (operation) => {
        for (const gapMs of gapsMs) {
          if (gapMs > 0) await sleep(gapMs);
          const read = await sendRead(to, { client, gateway, position: undefined }, operation);
          if ('read' in read) probes.push(read.read);
          else count(failed, read.failed);
        }
      }),
    ),
  );
}

/** Sends a mutation, with the same idempotency key until it is known whether it was done. */
async function mutate(
  record: string,
  client: number,
  random: Random,
  options: WritersOptions,
  result: Result,
): Promise<void> {
  const { clients, gateways, token, latest, probes, board } = options;
  const { writes, own, failed } = result;
  const gateway = random.int(0, gateways - 1);
  const expectedVersion = latest.of(record);
  const version = expectedVersion + 1;
  const input = { idempotencyKey: randomUUID(), eventId: record, expectedVersion, kind: kindOf(version), why: 'Next.' };
  const body = JSON.stringify({ query: CHANGE, variables: { input } });
  const begin = performance.now();
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const { end, data, errors, position } = await clients[gateway]!.send(body, { authorization: `Bearer ${token}` });
    const changed = data?.['changeEvent'] as { version: number } | null | undefined;
    if (changed && errors.length === 0) {
      latest.learn(record, Math.max(version, changed.version));
      writes.push({ record, version, begin, acknowledged: end, gateway });
      // The result of the mutation is a read that begins when the write is done.
      own.push({
        ...{ client, gateway, begin: end, end, operation: `changeEvent(${record})`, fromMemory: false },
        observations: [{ record, version: changed.version }],
      });
      const known =
        position === undefined
          ? undefined
          : { header: position, known: new Map([[record, { version, since: begin }]]) };
      if (known) board.last = known;
      await Promise.all([readOwn(known), probe(record, PROBE_GAPS_MS, client, options, result)]);
      return;
    }
    const { code, version: current } = errors[0]?.extensions ?? {};
    count(failed, String(code ?? errors[0]?.message));
    if (code === 'CONFLICT') {
      if (typeof current === 'number') latest.learn(record, current);
      break;
    }
    if (attempt < MOST_ATTEMPTS) await sleep(RETRY_MS * attempt);
  }
  writes.push({ record, version, begin, acknowledged: undefined, gateway });

  async function readOwn(known: Position | undefined): Promise<void> {
    const position = random.chance(0.5) ? known : undefined;
    const at = position ? random.int(0, clients.length - 1) : gateway;
    const read = await sendRead(clients[at]!, { client, gateway: at, position }, probes.get(record)![0]!);
    if ('read' in read) own.push(read.read);
    else count(failed, read.failed);
  }
}

/** Writes to the database in one of several ways. */
async function writeDirectly(
  record: string,
  client: number,
  random: Random,
  options: WritersOptions,
  result: Result,
): Promise<void> {
  const { database, events, partners, records, hosts, latest } = options;
  const { writes, failed } = result;
  const way = hosts.includes(record) ? updatePartner : random.pick([updateOne, replaceOne, updateMany]);
  const chosen = way === updateMany ? [...new Set([record, random.pick(records)])] : [record];
  const begin = performance.now();
  try {
    const versions = await way(chosen);
    const acknowledged = performance.now();
    for (const { _id, version } of versions) {
      latest.learn(_id, version);
      writes.push({ record: _id, version, begin, acknowledged, gateway: undefined });
    }
    await Promise.all(chosen.map((each) => probe(each, PROBE_GAPS_MS, client, options, result)));
  } catch (error) {
    count(failed, (error as Error).name);
    for (const each of chosen)
      writes.push({ record: each, version: undefined, begin, acknowledged: undefined, gateway: undefined });
  }

  async function updatePartner([id]: readonly string[]): Promise<StoredRecord[]> {
    return [(await partners.findOneAndUpdate({ _id: id! }, NEXT_NAME, AFTER))!];
  }

  async function updateOne([id]: readonly string[]): Promise<StoredRecord[]> {
    return [(await events.findOneAndUpdate({ _id: id! }, NEXT_VERSION, AFTER))!];
  }

  function replaceOne([id]: readonly string[]): Promise<StoredRecord[]> {
    return database.withSession((session) =>
      session.withTransaction(async () => {
        const stored = (await events.findOne({ _id: id! }, { session }))!;
        const version = stored.version + 1;
        const next = { ...stored, version, kind: kindOf(version) };
        await events.replaceOne({ _id: id! }, next, { session });
        return [next];
      }),
    );
  }

  function updateMany(several: readonly string[]): Promise<StoredRecord[]> {
    const filter = { _id: { $in: [...several] } };
    return database.withSession((session) =>
      session.withTransaction(async () => {
        await events.updateMany(filter, NEXT_VERSION, { session });
        return events.find(filter, { session, projection: { version: 1 } }).toArray();
      }),
    );
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
