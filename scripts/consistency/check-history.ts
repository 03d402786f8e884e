import { remainderOf, type History, type Moment, type Observation, type Read } from './history.js';
import { createEpochs, createTimeline, Peaks } from './timeline.js';

export type Rule =
  /** A version that was acknowledged the allowed time before the read began, or a later one, is seen. */
  | 'acknowledged'
  /** What a gateway has acknowledged as a mutation is seen there at once, by everybody. */
  | 'same gateway'
  /** A request that carries the position of a response (`citylink-at`) has a result that is no older. */
  | 'position'
  /** Once a client or a gateway has seen a version, it sees no older one after the allowed time. */
  | 'backwards'
  /** Nothing is seen that was not written. */
  | 'unwritten';

/** A result that no order of the writes allows. */
export interface Violation {
  readonly rule: Rule;
  readonly read: Read;
  readonly observation: Observation;
  /** The versions that the rule allows, by record. */
  readonly allowed: ReadonlyMap<string, Allowed>;
}

export interface Allowed {
  readonly least: number;
  readonly most: number;
}

/**
 * Judges every read of a history by all of its writes.
 *
 * What a read has seen before it was acknowledged binds later reads only until a primary is lost: it may be rolled back then.
 *
 * @param boundMs for how long an old version may be seen where the promise is not that it is never seen
 * @returns at most one violation of each observation, in the order in which the reads began
 */
export function checkHistory({ writes, reads, losses }: History, { boundMs }: { boundMs: number }): Violation[] {
  const timeline = createTimeline(writes);
  const epochOf = createEpochs(losses);
  const seen = new Peaks();
  for (const read of reads)
    for (const observation of read.observations)
      if ('version' in observation && epochOf(read.begin) === epochOf(read.end))
        for (const viewer of viewersOf(read))
          seen.add(keyOf(viewer, epochOf(read.end), observation.record), read.end, observation.version);

  const rulesOf = (read: Read): ReadonlyArray<readonly [Rule, (record: string) => number]> => [
    ['unwritten', () => 0],
    ['acknowledged', (record) => timeline.acknowledged(record, read.begin - boundMs)],
    ['same gateway', (record) => timeline.acknowledgedBy(read.gateway, record, read.begin)],
    ['position', (record) => leastByPosition(read, record)],
    [
      'backwards',
      (record) =>
        Math.max(
          ...viewersOf(read).map((viewer) =>
            seen.until(keyOf(viewer, epochOf(read.end), record), read.begin - boundMs),
          ),
        ),
    ],
  ];

  function leastByPosition(read: Read, record: string): number {
    const known = read.known?.get(record);
    if (!known) return 0;
    const isLasting =
      epochOf(known.since) === epochOf(read.end) || timeline.acknowledged(record, read.begin) >= known.version;
    return isLasting ? known.version : 0;
  }

  return [...reads]
    .sort((one, other) => one.begin - other.begin)
    .flatMap((read) => {
      const rules = rulesOf(read);
      return read.observations.flatMap((observation) => {
        for (const [rule, leastOf] of rules) {
          const allowed = allowedBy(observation, leastOf, (record) => timeline.begun(record, read.end));
          if (!isPossible(observation, allowed)) return [{ rule, read, observation, allowed }];
        }
        return [];
      });
    });
}

/** Writes a violation as one sentence. */
export function describeViolation({ rule, read, observation, allowed }: Violation): string {
  const range = [...allowed].map(([record, { least, most }]) => `${record} ${least} to ${most}`).join(', ');
  const seen =
    'version' in observation
      ? `version ${observation.version}`
      : 'isNot' in observation
        ? `no version that leaves ${observation.isNot}`
        : `${observation.count} with a version that leaves ${observation.remainder}`;
  return `${rule}: at ${moment(read.begin)} s client ${read.client} read ${read.operation} at gateway ${read.gateway}${read.fromMemory ? ' from memory' : ''} and saw ${seen}; allowed: ${range}`;
}

function moment(at: Moment): string {
  return (at / 1_000).toFixed(3);
}

/** Who has seen what a read saw: its client, and all of its gateway. */
function viewersOf({ client, gateway }: Read): string[] {
  return [`client ${client}`, `gateway ${gateway}`];
}

function keyOf(viewer: string, epoch: number, record: string): string {
  return `${viewer} ${epoch} ${record}`;
}

function allowedBy(
  observation: Observation,
  leastOf: (record: string) => number,
  mostOf: (record: string) => number,
): Map<string, Allowed> {
  const records = 'records' in observation ? observation.records : [observation.record];
  return new Map(records.map((record) => [record, { least: leastOf(record), most: mostOf(record) }]));
}

/** Tells whether versions within what is allowed explain an observation. Each record of a count may have been read at another moment. */
function isPossible(observation: Observation, allowed: ReadonlyMap<string, Allowed>): boolean {
  const ranges = [...allowed.values()];
  if ('version' in observation)
    return ranges.every(({ least, most }) => least <= observation.version && observation.version <= most);
  if ('isNot' in observation)
    return ranges.every(
      ({ least, most }) => least < most || (least === most && remainderOf(least) !== observation.isNot),
    );
  const certain = ranges.filter(({ least, most }) => least >= most && remainderOf(least) === observation.remainder);
  const possible = ranges.filter(({ least, most }) => canLeave(observation.remainder, least, most));
  return certain.length <= observation.count && observation.count <= possible.length;
}

function canLeave(remainder: number, least: number, most: number): boolean {
  for (let version = least; version <= most; version += 1) if (remainderOf(version) === remainder) return true;
  return false;
}
