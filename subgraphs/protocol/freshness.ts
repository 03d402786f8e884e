/**
 * What a result depends on, and what a change touches, so that a gateway can keep results and drop exactly those that a write has
 * touched. A subgraph says it of each result (`citylink-freshness`) and of each change of its store (`/changes`).
 */

/** On a request: the gateway wants to know what the result depends on. On a response: a {@link ResultFreshness} in JSON. */
export const FRESHNESS_HEADER = 'citylink-freshness';

/**
 * On a response whose {@link FRESHNESS_HEADER} has `stores`: the {@link ResultReads} in JSON. They are apart because a gateway
 * reads them only when something has changed.
 */
export const READS_HEADER = 'citylink-reads';

/**
 * Between a client and the gateway. On a response: the positions of the stores that it has written. On a request: the response must
 * have all changes up to them, whichever gateway sends it. `cities=<position>, partners=<position>`
 */
export const AT_HEADER = 'citylink-at';

/** The path of the changes of a subgraph, relative to its GraphQL endpoint: `http://host/graphql` has `http://host/changes`. */
export const CHANGES_PATH = 'changes';

/** Characters that a header with keys may have; where keys would need more, the largest lists of values become `true`. */
export const MAX_FRESHNESS_LENGTH = 7_000;

/**
 * A moment in the history of a store: `<epoch>.<seconds>.<increment>`, the last two as the cluster time of MongoDB has them. The
 * epoch is the term of the replica set's primary: positions of different epochs cannot be compared, because a primary that has
 * failed may have shown writes that were rolled back.
 */
export type Position = string;

/**
 * Parts of a store, by dimension. A dimension is a collection (`cities`), whose values are ids, or a text field by which lists of
 * the collection are filtered (`events.cityIds`), whose values are those of the field.
 *
 * In a result, `true` for a collection means that it depends on all documents of the collection; in a change, that any document of
 * it may have changed. `true` is used for collections only.
 */
export type StoreKeys = Readonly<Record<string, readonly string[] | true>>;

/** When a result has read one store. */
export interface StoreRead {
  /** The change stream of the subgraph had told of all writes up to here before the first read was sent; null when not known. */
  readonly at: Position | null;
  /** Names the set of dimensions that are fields: those of a store with another set are not to be compared. */
  readonly scheme: string;
}

/** What a result has read, by the name of the store. */
export type ResultReads = Readonly<Record<string, StoreKeys>>;

/** Of a query's result. */
export interface ResultFreshness {
  /** By the name of the subgraph whose store was read. It may be that of another subgraph, of which this one has asked. */
  readonly stores?: Readonly<Record<string, StoreRead>>;
  /** The moment until which the result holds, where it depends on the time: ISO 8601, in UTC. */
  readonly until?: string;
  /** True when the result depends on the caller. */
  readonly caller?: boolean;
  /** Of a mutation's result: what it has written in the subgraph's own store. Absent when that is not known. */
  readonly written?: StoreChange;
}

export interface StoreChange {
  readonly at: Position;
  readonly keys: StoreKeys;
}

/** The body of a request to `/changes`: a POST, signed like every request of the gateway. */
export interface ChangesRequest {
  /** The position that the last response had; null in the first request. */
  readonly after: Position | null;
}

/**
 * The response. It is sent as soon as there are changes after `after`, and otherwise when the database has answered the change
 * stream once more, also with nothing, which takes some hundred milliseconds at most.
 */
export interface ChangesResponse {
  /** All changes up to here are told. Null when the change stream does not run. */
  readonly at: Position | null;
  /**
   * The change stream was complete so many milliseconds before the response was written: so long ago the read of the stream was
   * sent that the database answered last. Null when the change stream does not run.
   */
  readonly age: number | null;
  readonly scheme: string;
  /** In the order of their positions. One may be told again. */
  readonly changes: readonly StoreChange[];
  /** True when changes after `after` may be missing: nothing that was read before `at` is known to hold. */
  readonly reset: boolean;
}

const POSITION = /^([0-9a-f]+)\.(\d{1,10})\.(\d{1,10})$/;

/** Writes a position. */
export function writePosition(epoch: string, seconds: number, increment: number): Position {
  return `${epoch}.${seconds}.${increment}`;
}

/** Tells whether a text is a position. */
export function isPosition(text: unknown): text is Position {
  return typeof text === 'string' && POSITION.test(text);
}

/**
 * Compares two positions of one store.
 *
 * @returns a negative number when the first is earlier, 0 when they are equal, a positive number when it is later; undefined when
 *   they cannot be compared
 */
export function comparePositions(one: Position, other: Position): number | undefined {
  if (one === other) return 0;
  const [, epoch, seconds, increment] = POSITION.exec(one) ?? [];
  const [, otherEpoch, otherSeconds, otherIncrement] = POSITION.exec(other) ?? [];
  if (epoch === undefined || epoch !== otherEpoch) return undefined;
  return Number(seconds) - Number(otherSeconds) || Number(increment) - Number(otherIncrement);
}

/** The collection of a dimension. */
export function collectionOf(dimension: string): string {
  const dot = dimension.indexOf('.');
  return dot < 0 ? dimension : dimension.slice(0, dot);
}

/**
 * Reads a {@link ResultFreshness} from its header.
 *
 * @returns null for anything else than the protocol says: then the subgraph has told nothing
 */
export function parseFreshness(header: unknown): ResultFreshness | null {
  const told = parseHeader(header) as Partial<ResultFreshness> | null;
  const { stores, until, written } = told ?? {};
  if (stores === undefined && written === undefined) return null;
  if (stores !== undefined && !(isObject(stores) && Object.values(stores).every(isRead))) return null;
  if (written !== undefined && !(isObject(written) && isPosition(written.at) && isKeys(written.keys))) return null;
  if (until !== undefined && Number.isNaN(Date.parse(until))) return null;
  return told;
}

/**
 * Reads {@link ResultReads} from their header.
 *
 * @returns null for anything else than the protocol says
 */
export function parseReads(header: unknown): ResultReads | null {
  const told = parseHeader(header);
  return isObject(told) && Object.values(told).every(isKeys) ? (told as ResultReads) : null;
}

function parseHeader(header: unknown): unknown {
  try {
    return typeof header === 'string' ? JSON.parse(header) : null;
  } catch {
    return null;
  }
}

function isRead(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { at, scheme } = value as Readonly<Record<string, unknown>>;
  return (at === null || isPosition(at)) && typeof scheme === 'string';
}

function isKeys(value: unknown): value is StoreKeys {
  if (!isObject(value)) return false;
  return Object.values(value).every(
    (values) => values === true || (Array.isArray(values) && values.every((each) => typeof each === 'string')),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
