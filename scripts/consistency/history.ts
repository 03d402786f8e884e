/** The kinds that a record goes through: which one it has tells its version, modulo their number. */
export const KINDS = ['MEETING', 'SEMINAR', 'WORKSHOP', 'CONFERENCE', 'SUMMIT'] as const;

/** Milliseconds of one monotonic clock of one process. */
export type Moment = number;

/** An attempt to give a record its next version. The database orders the versions of a record, and gives each number once. */
export interface Write {
  readonly record: string;
  /** Undefined when the write had no response, so that nobody knows which version it made, if any. */
  readonly version: number | undefined;
  /** Before it was sent. */
  readonly begin: Moment;
  /** When its acknowledgement was received; undefined when none came. */
  readonly acknowledged: Moment | undefined;
  /** The gateway that ran it as a mutation; undefined for a write that was sent to the database. */
  readonly gateway: number | undefined;
}

/** What a result says of records. */
export type Observation =
  /** The record has this version; 0 when it is missing where it always has to be. */
  | { readonly record: string; readonly version: number }
  /** The record does not have the kind of versions that leave this remainder. */
  | { readonly record: string; readonly isNot: number }
  /** So many of the records have the kind of versions that leave this remainder. */
  | { readonly records: readonly string[]; readonly remainder: number; readonly count: number };

/** A result that a client received. */
export interface Read {
  readonly client: number;
  readonly gateway: number;
  /** Before the request was sent. */
  readonly begin: Moment;
  /** When the whole response was received. */
  readonly end: Moment;
  /** For people. */
  readonly operation: string;
  readonly fromMemory: boolean;
  readonly observations: readonly Observation[];
  /** What was known, by record, to the response whose position (`citylink-at`) the request carried. */
  readonly known?: ReadonlyMap<string, Known>;
}

/** A version that was seen or written. */
export interface Known {
  readonly version: number;
  /** Before the request was sent that saw or wrote it. */
  readonly since: Moment;
}

/** A span of time. */
export type Span = readonly [from: Moment, to: Moment];

/** All that happened in a run. */
export interface History {
  readonly writes: readonly Write[];
  readonly reads: readonly Read[];
  /** From the end of a primary until there was another one: what was shown and not acknowledged before may be rolled back. */
  readonly losses: readonly Span[];
}

/** The remainder that versions of the same kind leave. */
export function remainderOf(version: number): number {
  return version % KINDS.length;
}

/** The kind that a record has in a version. */
export function kindOf(version: number): (typeof KINDS)[number] {
  return KINDS[remainderOf(version)]!;
}
