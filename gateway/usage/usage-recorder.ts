import type { IncomingHttpHeaders } from 'node:http';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { readClientName } from './client-name.js';
import { describeOperation } from './describe-operation.js';
import { OperationCounter } from './operation-counter.js';
import type { UsageFile } from './usage-record.js';
import type { UsageStore } from './usage-store.js';

/** A prepared operation: the same object each time that it runs. */
export interface CountedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Equal for documents that differ in literals and aliases only. */
  readonly shape: string;
}

/** Counts the operations that clients send. */
export interface UsageRecorder {
  /** Counts one request. Only the first of an operation costs more than some lookups. */
  count(
    operation: CountedOperation,
    schema: GraphQLSchema,
    headers: IncomingHttpHeaders,
    extensions: Readonly<Record<string, unknown>>,
  ): void;
  /** Writes what was counted, if anything was; never throws. */
  flush(): Promise<void>;
  /** Flushes for the last time. */
  close(): Promise<void>;
}

interface RecorderOptions {
  /** Stable for a machine and a port. */
  gateway: string;
  store: UsageStore;
  /** Milliseconds between two writes. */
  flushMs?: number;
  limits?: RecordLimits;
}

interface RecordLimits {
  operations: number;
  /** Of the file, about. */
  bytes: number;
  /** Distinct names and versions of one operation. */
  clients: number;
}

const FLUSH_MS = 10_000;
const LIMITS: RecordLimits = { operations: 2_000, bytes: 8 * 1024 * 1024, clients: 20 };
/** Shapes of documents whose operations are known. */
const MAX_SHAPES = 10_000;
/** Bytes of one client in the file, about. */
const BYTES_OF_CLIENT = 200;

/**
 * Creates the recorder and reads what an earlier process of the same gateway has recorded. Of more operations than the limits
 * allow, those that were not sent for the longest go first, and the record says until when it has gaps.
 */
export async function createUsageRecorder({
  gateway,
  store,
  flushMs = FLUSH_MS,
  limits = LIMITS,
}: RecorderOptions): Promise<UsageRecorder> {
  const earlier = await store.read();
  const since = earlier?.since ?? new Date().toISOString();
  let droppedUntil = earlier?.droppedUntil;

  /** By the hashes of the operations. */
  const kept = new LRUCache<string, OperationCounter>({
    max: limits.operations,
    maxSize: limits.bytes,
    sizeCalculation: ({ size }) => size + limits.clients * BYTES_OF_CLIENT,
    dispose(counter, _hash, reason) {
      counter.isKept = false;
      if (reason !== 'evict') return;
      const lastSeen = counter.lastSeenBy(new Date().toISOString());
      if (droppedUntil === undefined || lastSeen > droppedUntil) droppedUntil = lastSeen;
    },
  });
  /** Of the schema that was served last: another one may give a document other coordinates. */
  let schemaOfShapes: GraphQLSchema | undefined;
  const byShape = new LRUCache<string, OperationCounter>({ max: MAX_SHAPES });
  const byOperation = new WeakMap<CountedOperation, OperationCounter | null>();
  /** Those that were counted since the last flush. */
  let changed = new Set<OperationCounter>();

  for (const { clients, count: _count, firstSeen: _first, lastSeen: _last, ...description } of sortByLastSeen(earlier))
    keep(new OperationCounter(description, limits.clients, clients));

  let writing: Promise<void> | undefined;
  const timer = setInterval(() => void (writing ?? flush()), flushMs).unref();

  function count(
    operation: CountedOperation,
    schema: GraphQLSchema,
    headers: IncomingHttpHeaders,
    extensions: Readonly<Record<string, unknown>>,
  ): void {
    let counter = byOperation.get(operation);
    if (counter === undefined) byOperation.set(operation, (counter = counterOf(operation, schema)));
    if (counter === null) return;
    counter.count(readClientName(headers, extensions));
    changed.add(counter);
    if (!counter.isKept) keep(counter);
  }

  /** @returns null for an operation that is not recorded, as it reads nothing but the schema */
  function counterOf({ document, operation, shape }: CountedOperation, schema: GraphQLSchema): OperationCounter | null {
    if (schema !== schemaOfShapes) byShape.clear();
    schemaOfShapes = schema;
    const key = `${shape} ${operation.name?.value ?? ''}`;
    let counter = byShape.get(key);
    if (counter) return counter;
    const description = describeOperation(schema, document, operation);
    if (description.fields.length === 0) return null;
    counter = kept.get(description.hash);
    // The coordinates are those of the schema that is served now.
    if (counter) counter.describe(description);
    else counter = new OperationCounter(description, limits.clients);
    byShape.set(key, counter);
    return counter;
  }

  function keep(counter: OperationCounter): void {
    counter.isKept = true;
    kept.set(counter.hash, counter);
  }

  async function flush(): Promise<void> {
    await writing;
    if (changed.size === 0) return;
    const now = new Date().toISOString();
    for (const counter of changed) {
      counter.settle(now);
      kept.get(counter.hash);
    }
    changed = new Set();
    const head = { format: 1, gateway, since, ...(droppedUntil !== undefined && { droppedUntil }) } as const;
    writing = store.write(textOf(head, [...kept.values()]));
    await writing;
    writing = undefined;
  }

  return {
    count,
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

/** The one that was sent last comes last, as an LRU cache wants it. */
function sortByLastSeen(file: UsageFile | undefined): UsageFile['operations'] {
  return (file?.operations ?? []).toSorted((a, b) => (a.lastSeen < b.lastSeen ? -1 : 1));
}

/** The text of a usage file. Most of it does not change between two writes and is JSON already. */
function textOf(head: Omit<UsageFile, 'operations'>, counters: readonly OperationCounter[]): string {
  return `${JSON.stringify(head).slice(0, -1)},"operations":[\n${counters.map((counter) => counter.toJson()).join(',\n')}\n]}\n`;
}
