import {
  comparePositions,
  writePosition,
  type ChangesResponse,
  type Position,
  type StoreChange,
} from '../../protocol/freshness.js';
import type { Commit, Database } from '../database/database.js';
import type { ModelDefinition } from '../database/model.js';
import { documentsOf, keysOfChange, projectionOf, type ChangedDocument, type ChangeEvent } from './change-keys.js';
import { ChangeLog } from './change-log.js';
import { followChanges, timeOfEvent, type Batch, type ClusterTime } from './change-stream.js';
import { dimensionsOf, type Dimensions } from './dimensions.js';
import { addKeys, writeKeys, type KeySets } from './key-sets.js';

/** The change of one document. Of the document it has the paths that are dimensions. */
export interface DocumentChange {
  /** The position of the change, a slash, and its number among those of that position: no other change has it. */
  readonly id: string;
  readonly collection: string;
  readonly documentId: string;
  /** Null when it was not there. */
  readonly before: ChangedDocument | null;
  /** Null when it is not there any more. */
  readonly after: ChangedDocument | null;
}

export interface ChangeListener {
  changed(change: DocumentChange): void;
  /** @param collection of which changes may not have been told; undefined for any */
  missed(collection: string | undefined): void;
}

/** What changes in the store of a subgraph, from the change stream of this process. */
export interface ChangeFeed {
  readonly dimensions: Dimensions;
  /** The position up to which all changes are told; null while the stream does not run. The first call starts it. */
  position(): Position | null;
  /** The response to who asks for the changes after a position, once there are any or the database has said that there are none. */
  changesAfter(after: Position | null): Promise<ChangesResponse>;
  /** Resolves when changes are told, or after some time; gives whether they are. */
  isTold(): Promise<boolean>;
  /** Tells a listener of each change from now on; returns what ends it. */
  listen(listener: ChangeListener): () => void;
  /**
   * What transactions have written, once the stream has told of them: it is not waited for longer than {@link WRITTEN_MS}.
   *
   * @returns undefined when that is not known
   */
  written(commits: readonly Commit[]): Promise<StoreChange | undefined>;
  /** Lets nobody wait any more, as the server is about to close: who asks is told at once what is known. */
  hurry(): void;
  close(): Promise<void>;
}

/** Milliseconds for which a mutation waits until its own changes are told. */
const WRITTEN_MS = 250;
/** Milliseconds after which who asks for changes has a response, also when the database does not respond. */
const MAX_WAIT_MS = 1_000;
/** Milliseconds for which one waits for a stream that is not running. */
const START_MS = 200;
/** Transactions whose writes are remembered for the mutation that made them. */
const MAX_TRANSACTIONS = 1_000;

/** Makes what tells the changes of a database. Nothing is asked of the database before the first question. */
export function createChangeFeed(
  database: Database,
  models: readonly ModelDefinition[],
  log: { warn(details: object, message: string): void; info(message: string): void },
): ChangeFeed {
  const dimensions = dimensionsOf(models);
  const changes = new ChangeLog();
  const transactions = new Map<string, { at: Position; keys: KeySets }>();
  let stream: { close(): Promise<void> } | undefined;
  let epoch = '';
  let position: Position | null = null;
  let isRunning = false;
  /** By the monotonic clock. */
  let completeAt = 0;
  let isHurried = false;
  let waiting: Array<() => void> = [];
  const listeners = new Set<ChangeListener>();
  /** The position of the last change of a document, and its number there. */
  let last: { at: Position | null; number: number } = { at: null, number: 0 };

  function start(): void {
    stream ??= followChanges({
      database,
      projection: projectionOf(dimensions),
      listener: { begun, told, ended },
      log,
    });
  }

  function begun(of: string, from: ClusterTime | null): void {
    isRunning = true;
    if (from === null) return;
    // What was written between two streams is told by neither.
    if (position !== null) miss(undefined);
    epoch = of;
    position = positionAt(from);
    changes.begin(position);
    transactions.clear();
  }

  function told({ events, reached, askedAt }: Batch): void {
    for (const change of changesIn(events)) changes.add(change);
    for (const event of events) tell(event);
    if (reached === null) return;
    position = positionAt(reached);
    completeAt = askedAt;
    wake();
  }

  function ended(): void {
    isRunning = false;
    wake();
  }

  function tell(event: ChangeEvent): void {
    const at = positionAt(timeOfEvent(event));
    last = { at, number: last.at === at ? last.number + 1 : 0 };
    if (listeners.size === 0) return;
    const collection = event.ns?.coll;
    const documents = documentsOf(event);
    if (collection === undefined || !documents) {
      miss(collection);
      return miss(event.to?.coll);
    }
    const id = `${at}/${last.number}`;
    const change = { id, collection, documentId: String(event.documentKey?._id), ...documents };
    for (const listener of [...listeners]) listener.changed(change);
  }

  function miss(collection: string | undefined): void {
    for (const listener of [...listeners]) listener.missed(collection);
  }

  /** Changes of one time are one: a transaction is told as a whole. */
  function changesIn(events: readonly ChangeEvent[]): StoreChange[] {
    const found = new Map<Position, KeySets>();
    for (const event of events) {
      const keys = keysOfChange(dimensions, event);
      // The database was dropped: the stream ends, and begins anew.
      if (!keys) continue;
      const at = positionAt(timeOfEvent(event));
      found.set(at, found.get(at) ?? new Map());
      addKeys(found.get(at)!, keys);
      if (event.lsid) note(`${event.lsid.id.toString('hex')} ${String(event.txnNumber)}`, at, keys);
    }
    return [...found].map(([at, keys]) => ({ at, keys: writeKeys(keys) }));
  }

  function note(transaction: string, at: Position, keys: StoreChange['keys']): void {
    const noted = transactions.get(transaction) ?? { at, keys: new Map() };
    addKeys(noted.keys, keys);
    transactions.set(transaction, noted);
    if (transactions.size > MAX_TRANSACTIONS) transactions.delete(transactions.keys().next().value!);
  }

  function positionAt({ seconds, increment }: ClusterTime): Position {
    return writePosition(epoch, seconds, increment);
  }

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  }

  /** Resolves at the next news of the stream, or when so many milliseconds have passed. */
  async function news(withinMs: number): Promise<void> {
    if (isHurried || withinMs <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Waits until something holds, as news come; gives whether it does. */
  async function whether(holds: () => boolean, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    while (!holds()) {
      const leftMs = end - performance.now();
      if (isHurried || leftMs <= 0) return false;
      await news(leftMs);
    }
    return true;
  }

  function hasReached(at: Position): boolean {
    return position !== null && (comparePositions(position, at) ?? -1) >= 0;
  }

  function response(after: Position | null): ChangesResponse {
    const { scheme } = dimensions;
    if (!isRunning || position === null) return { at: null, age: null, scheme, changes: [], reset: false };
    const found = after === null ? null : changes.between(after, position);
    return {
      at: position,
      age: Math.ceil(performance.now() - completeAt),
      scheme,
      changes: found ?? [],
      reset: found === null,
    };
  }

  return {
    dimensions,
    position() {
      start();
      return isRunning ? position : null;
    },
    async changesAfter(after) {
      start();
      if (!(await whether(() => isRunning && completeAt > 0, START_MS)) || after === null) return response(after);
      const asked = completeAt;
      const isNews = () => !isRunning || completeAt > asked || changes.between(after, position!)?.length !== 0;
      await whether(isNews, MAX_WAIT_MS);
      return response(after);
    },
    async isTold() {
      start();
      return whether(() => isRunning && completeAt > 0, MAX_WAIT_MS);
    },
    listen(listener) {
      start();
      listeners.add(listener);
      // Without a stream nobody knows what was changed meanwhile.
      if (!isRunning) listener.missed(undefined);
      return () => listeners.delete(listener);
    },
    async written(commits) {
      if (!isRunning || commits.length === 0) return undefined;
      const named = commits.map(({ session, transaction, by }) => {
        return { name: `${session} ${transaction}`, by: positionAt({ seconds: by.t, increment: by.i }) };
      });
      const isTold = ({ name, by }: (typeof named)[0]) => hasReached(transactions.get(name)?.at ?? by) || !isRunning;
      if (!(await whether(() => named.every(isTold), WRITTEN_MS)) || !isRunning) return undefined;
      const keys: KeySets = new Map();
      let last: Position | undefined;
      for (const { name } of named) {
        const noted = transactions.get(name);
        if (!noted) return undefined;
        addKeys(keys, writeKeys(noted.keys));
        if (last === undefined || comparePositions(noted.at, last)! > 0) last = noted.at;
      }
      return last === undefined ? undefined : { at: last, keys: writeKeys(keys) };
    },
    hurry() {
      isHurried = true;
      wake();
    },
    async close() {
      this.hurry();
      await stream?.close();
    },
  };
}
