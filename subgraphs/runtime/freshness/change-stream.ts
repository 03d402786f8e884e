import { setTimeout as pause } from 'node:timers/promises';
import mongoose, { type mongo } from 'mongoose';
import { CHANGE_STREAM, type Database } from '../database/database.js';
import type { ChangeEvent } from './change-keys.js';

/** A moment of a replica set: seconds and increment of its cluster time. */
export interface ClusterTime {
  readonly seconds: number;
  readonly increment: number;
}

/** What a response of the database to the change stream says. */
export interface Batch {
  readonly events: readonly ChangeEvent[];
  /** All events up to here were told, with this batch; null when more of the last event's time may follow. */
  readonly reached: ClusterTime | null;
  /** When it was asked for, by the monotonic clock, in milliseconds. */
  readonly askedAt: number;
}

export interface ChangeStreamListener {
  /**
   * A stream begins.
   *
   * @param epoch the term of the primary
   * @param from all that was written up to here is committed by a majority, and what is written later will be told; null when
   *   the stream goes on where the one before has ended
   */
  begun(epoch: string, from: ClusterTime | null): void;
  told(batch: Batch): void;
  /** The stream has ended. It is opened again; changes may be missed until then. */
  ended(): void;
}

export interface ChangeStreamOptions {
  database: Database;
  /** What is read of each event. */
  projection: Record<string, 1>;
  listener: ChangeStreamListener;
  log: { warn(details: object, message: string): void; info(message: string): void };
}

/** Events of one response. */
const BATCH_SIZE = 1_000;
/** Bytes of a batch: one that is shorter was not cut at the 16 MiB that a response may have. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** Milliseconds for which the database waits for an event. */
const MAX_AWAIT_MS = 100;
/** Milliseconds before the stream is opened again: at first, and at most. */
const RETRY_MS = { first: 20, most: 1_000 };

/**
 * Reads the change stream of a database until it is closed, with the driver's commands and not by its cursor: so the position
 * of each response is known, and when it was asked for; nothing is resumed unseen.
 */
export function followChanges({ database, projection, listener, log }: ChangeStreamOptions): {
  close(): Promise<void>;
} {
  const closing = new AbortController();
  /** Of the stream before: it goes on after its token as long as the primary is the same. */
  let last: { epoch: string; token: ResumeToken } | null = null;
  /**
   * What the last response has reached, with its token; the token null when the response was cut. A token that stays the same
   * has reached the same: that of a stream which begins after a time names the next one, at which nothing was written yet.
   */
  let base: { token: string | null; reached: ClusterTime };
  let isTold = false;
  const done = run();

  async function run(): Promise<void> {
    for (let retryMs = RETRY_MS.first; !closing.signal.aborted; retryMs = Math.min(2 * retryMs, RETRY_MS.most)) {
      try {
        if (database.isUp()) await follow(() => (retryMs = RETRY_MS.first));
      } catch (error) {
        if (closing.signal.aborted) return;
        if (isHistoryLost(error)) last = null;
        if (!isTold)
          log.warn({ err: error as Error }, 'The change stream was interrupted: nothing is kept until it runs again');
        isTold = true;
      }
      await pause(retryMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  async function follow(running: () => void): Promise<void> {
    const { connection } = database;
    const client = connection.getClient();
    const db = connection.db!;
    const session = client.startSession({ causalConsistency: false });
    const primary = watchPrimary(client, closing.signal);
    let pending: Promise<unknown> = Promise.resolve();
    const command = <T>(document: mongo.Document, on: mongo.Db = db): Promise<T> => {
      const response = on.command(
        { ...document, comment: CHANGE_STREAM },
        { session, promoteLongs: false },
      ) as unknown as Promise<T>;
      pending = response;
      return primary.orLost(response);
    };
    let hasBegun = false;
    try {
      const { electionId, isWritablePrimary, lastWrite } = await command<Hello>({ hello: 1 }, client.db('admin'));
      const written = lastWrite?.majorityOpTime?.ts;
      if (!isWritablePrimary || !electionId || !written)
        throw new Error('The server is not the primary of a replica set');
      const epoch = electionId.toHexString();
      const from = { seconds: written.t, increment: written.i };
      primary.expect(epoch);
      const isResumed = last?.epoch === epoch;
      const start = isResumed
        ? { resumeAfter: last!.token }
        : { startAtOperationTime: new mongoose.mongo.Timestamp({ t: from.seconds, i: from.increment + 1 }) };
      // A token that is refused is not tried again.
      last = null;
      let askedAt = performance.now();
      const opened = await command<CursorResponse>({
        aggregate: 1,
        pipeline: [
          { $changeStream: { fullDocument: 'whenAvailable', fullDocumentBeforeChange: 'whenAvailable', ...start } },
          { $project: projection },
        ],
        cursor: { batchSize: BATCH_SIZE },
      });
      hasBegun = true;
      listener.begun(epoch, isResumed ? null : from);
      if (!isResumed) {
        const isEmpty = opened.cursor.firstBatch!.length === 0;
        base = { token: isEmpty ? opened.cursor.postBatchResumeToken._data : null, reached: from };
      }
      take(opened.cursor.firstBatch!, opened);
      running();
      if (isTold) log.info('The change stream runs again');
      isTold = false;
      for (let { id } = opened.cursor; ;) {
        if (id.isZero()) throw new Error('The server has closed the change stream');
        askedAt = performance.now();
        const more = await command<CursorResponse>({
          getMore: id,
          collection: opened.cursor.ns.slice(opened.cursor.ns.indexOf('.') + 1),
          batchSize: BATCH_SIZE,
          maxTimeMS: MAX_AWAIT_MS,
        });
        take(more.cursor.nextBatch!, more);
        ({ id } = more.cursor);
      }

      function take(events: readonly ChangeEvent[], { cursor }: CursorResponse): void {
        const token = cursor.postBatchResumeToken;
        // Nothing follows the drop of a database: a stream of the next one begins anew.
        last = events.some(({ operationType }) => operationType === 'invalidate') ? null : { epoch, token };
        const isWhole =
          events.length < BATCH_SIZE && mongoose.mongo.BSON.calculateObjectSize(events as never) < MAX_BATCH_BYTES;
        if (!isWhole) base.token = null;
        else if (base.token !== token._data) base = { token: token._data, reached: timeOf(token) };
        listener.told({ events, reached: isWhole ? base.reached : null, askedAt });
      }
    } finally {
      primary.release();
      if (hasBegun) listener.ended();
      // Not before the last command has ended: the driver would use it for another one meanwhile.
      void pending.catch(() => undefined).then(() => session.endSession().catch(() => undefined));
    }
  }

  return {
    async close() {
      closing.abort();
      await done;
    },
  };
}

interface Hello {
  isWritablePrimary?: boolean;
  electionId?: mongo.ObjectId;
  lastWrite?: { majorityOpTime?: { ts?: mongo.Timestamp } };
}

interface ResumeToken {
  _data: string;
}

interface CursorResponse {
  cursor: {
    id: mongo.Long;
    ns: string;
    firstBatch?: ChangeEvent[];
    nextBatch?: ChangeEvent[];
    postBatchResumeToken: ResumeToken;
  };
}

/**
 * Watches that the primary stays the same: reads go to the one that the driver knows, so the stream must not tell of another.
 */
function watchPrimary(client: mongo.MongoClient, closing: AbortSignal) {
  let expected: string | undefined;
  /** Undefined until the driver tells of a change. */
  let current: string | null | undefined;
  let loss: Error | undefined;
  let lost: (error: Error) => void = () => undefined;

  function lose(error: Error): void {
    loss ??= error;
    lost(loss);
  }

  function check(): void {
    if (expected !== undefined && current !== undefined && current !== expected)
      lose(new Error('The primary of the replica set has changed'));
  }
  function changed({ newDescription }: mongo.TopologyDescriptionChangedEvent): void {
    const primary = [...newDescription.servers.values()].find(({ type }) => type === 'RSPrimary');
    current = primary?.electionId?.toHexString() ?? null;
    check();
  }
  const closed = () => lose(new Error('The change stream was closed'));
  client.on('topologyDescriptionChanged', changed);
  closing.addEventListener('abort', closed);
  return {
    /**
     * The response of the one command that is under way. Rejects as soon as the primary has changed or the stream is to be
     * closed. Each command has a promise of its own: one for all would keep every response for as long as the stream lives.
     */
    orLost<T>(response: Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        lost = reject;
        if (loss) reject(loss);
        response.then(resolve, reject);
      });
    },
    expect(epoch: string): void {
      expected = epoch;
      check();
    },
    release(): void {
      client.off('topologyDescriptionChanged', changed);
      closing.removeEventListener('abort', closed);
    },
  };
}

/** The cluster time in a resume token: a timestamp, of which the rest of the token is what it is at that time. */
function timeOf({ _data }: ResumeToken): ClusterTime {
  const [, seconds, increment] = /^82([0-9A-F]{8})([0-9A-F]{8})/i.exec(_data) ?? [];
  if (seconds === undefined || increment === undefined) throw new Error('The resume token has no known form');
  return { seconds: parseInt(seconds, 16), increment: parseInt(increment, 16) };
}

/** The cluster time of an event. */
export function timeOfEvent({ _id }: ChangeEvent): ClusterTime {
  return timeOf(_id);
}

/**
 * Errors after which the stream cannot go on where it ended, because its history is gone or its next event too large:
 * https://github.com/mongodb/mongo/blob/v6.0/src/mongo/base/error_codes.yml
 */
const LOST = new Set<unknown>([136, 260, 280, 286, 10334]);

function isHistoryLost(error: unknown): boolean {
  if (!(error instanceof mongoose.mongo.MongoServerError)) return false;
  return LOST.has(error.code) || error.hasErrorLabel('NonResumableChangeStreamError');
}
