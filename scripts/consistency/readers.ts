import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf, type Random } from '../seed/invented/random.js';
import { POSITION_HEADER, type Client, type Position, type PositionBoard } from './client.js';
import type { Known, Observation, Read } from './history.js';
import { drawOperation, type Operation } from './operations.js';

export interface ReadersOptions {
  readonly count: number;
  readonly clients: readonly Client[];
  readonly operations: ReadonlyMap<string, readonly Operation[]>;
  readonly board: PositionBoard;
  readonly seed: number;
  /** Milliseconds that a reader waits after a read; asked each time. */
  gapMs(): number;
  readonly signal: AbortSignal;
}

export interface ReadersResult {
  readonly reads: readonly Read[];
  /** Reads that had errors, by their codes: they say nothing of records. */
  readonly failed: ReadonlyMap<string, number>;
}

/** Of the reads of readers that take one or the other gateway. */
const TAKES_POSITION = 0.3;

/**
 * Reads until the signal aborts. Half of the readers stay at one gateway; the others take one or the other, and send the last
 * position that they have from a response or, now and then, from a writer.
 */
export async function runReaders(options: ReadersOptions): Promise<ReadersResult> {
  const reads: Read[] = [];
  const failed = new Map<string, number>();
  await Promise.all(
    Array.from({ length: options.count }, (_, index) =>
      runReader(index, randomOf(`reader of ${options.seed}`, index), options, reads, failed),
    ),
  );
  return { reads, failed };
}

async function runReader(
  client: number,
  random: Random,
  { clients, operations, board, gapMs, signal }: ReadersOptions,
  reads: Read[],
  failed: Map<string, number>,
): Promise<void> {
  const isTravelling = client % 2 === 1;
  let position: Position | undefined;
  let gateway = (client >> 1) % clients.length;
  while (!signal.aborted) {
    if (isTravelling) {
      gateway = random.int(0, clients.length - 1);
      if (random.chance(TAKES_POSITION)) position = board.last;
    }
    const read = await sendRead(clients[gateway]!, { client, gateway, position }, drawOperation(operations, random));
    if ('failed' in read) failed.set(read.failed, (failed.get(read.failed) ?? 0) + 1);
    else reads.push(read.read);
    if (isTravelling && 'read' in read) position = read.position ?? position;
    await sleep(gapMs() * (0.5 + random.int(0, 100) / 100), undefined, { signal }).catch(() => undefined);
  }
}

/** Reads once, with a position where one is given. */
export async function sendRead(
  to: Client,
  { client, gateway, position }: { client: number; gateway: number; position: Position | undefined },
  operation: Operation,
): Promise<{ failed: string } | { read: Read; position: Position | undefined }> {
  const { name, query, variables } = operation;
  const response = await to.send(
    JSON.stringify({ query, variables }),
    position && { [POSITION_HEADER]: position.header },
  );
  const { begin, end, data, errors, fromMemory } = response;
  if (data === null || errors.length > 0)
    return { failed: String(errors[0]?.extensions?.['code'] ?? errors[0]?.message ?? 'without data') };
  const observations = operation.observe(data);
  const read: Read = {
    ...{ client, gateway, begin, end, operation: name, fromMemory, observations },
    ...(position && { known: position.known }),
  };
  return {
    read,
    position:
      response.position === undefined ? undefined : { header: response.position, known: knownBy(observations, begin) },
  };
}

function knownBy(observations: readonly Observation[], since: number): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const observation of observations)
    if ('version' in observation) known.set(observation.record, { version: observation.version, since });
  return known;
}
