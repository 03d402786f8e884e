import mongoose from 'mongoose';
import { TimelineKind } from './timeline-kind.js';
import { earliestDay } from '../dates/partial-date.js';
import type { Position } from '../../runtime/lists/cursor.js';
import type { Database } from '../../runtime/database/database.js';
import { changeModel, type StoredChange } from '../../runtime/history/change.model.js';
import { momentModel, type StoredMoment } from './moment.model.js';
import type { SubgraphContext } from '../../runtime/subgraph.js';
import { quoteNames } from './fill-names.js';
import { hasRole, roleOf, ROLES, type Caller } from '../../protocol/caller.js';
import { officeOf, whoChanged } from '../../runtime/history/who-changed.js';
import { type ChangeLabels, changeTitle } from '../../runtime/history/change-labels.js';
import type { TimelineEntry } from './timeline-entry.type.js';
import { fromThaiTime, thaiTimeOf } from './thai-time.js';
import { readTimelineCursor, type TimelineQuery } from './timeline-query.js';

/**
 * Reads a subgraph's own part of a timeline, newest first: as many as the page takes and one more, so that the pages of
 * all subgraphs merge into one. Two indexed reads of that many documents at most.
 *
 * A moment is in the window of days when its date may lie in it.
 *
 * @param open the types of the records that everyone may read: changes of others are told only where a party asks for what
 *   concerns it, and to those who may read their history
 * @param told changes that the same write's change of another record tells, so that one write stands there once
 */
export async function readTimeline(
  context: Pick<SubgraphContext, 'database' | 'changeLabels' | 'caller'>,
  query: TimelineQuery,
  open: readonly string[],
  told: ReadonlyArray<Pick<StoredChange, 'type' | 'action'>> = [],
): Promise<TimelineEntry[]> {
  const after = readTimelineCursor(query.after);
  const [moments, changes] = await Promise.all([
    momentsOf(context.database, query, after),
    changesOf(context, query, after, { open, told }),
  ]);
  return [...moments, ...changes].sort(newestFirst).slice(0, query.first + 1);
}

/** The order of the timeline: by date as text (a year stands before its months, those before their days), then by id. */
export function newestFirst(a: Pick<TimelineEntry, 'at' | 'id'>, b: Pick<TimelineEntry, 'at' | 'id'>): number {
  return a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1;
}

async function momentsOf(
  database: Database,
  { from, to, concerning, kinds, first }: TimelineQuery,
  after: Position | null,
): Promise<TimelineEntry[]> {
  const facts = kinds.filter((kind) => kind !== TimelineKind.RECORD_CHANGED);
  if (facts.length === 0) return [];
  const conditions: object[] = [{ kind: { $in: facts } }];
  if (concerning !== null) conditions.push({ cityIds: concerning });
  if (to !== null) conditions.push({ on: { $lte: to } });
  // A year or month that holds the first day may lie in the window; as text it stands before that day.
  if (from !== null)
    conditions.push(
      { on: { $gte: from.slice(0, 4) } },
      { $or: [{ on: { $gte: from } }, { on: { $in: [from.slice(0, 4), from.slice(0, 7)] } }] },
    );
  if (after !== null)
    conditions.push(
      { on: { $lte: after[0] } },
      { $or: [{ on: { $lt: after[0] } }, { on: after[0], _id: { $lt: after[1] } }] },
    );
  const found = await database
    .model(momentModel)
    .find(mongoose.trusted({ $and: conditions }) as never, momentModel.fields)
    .hint(concerning === null ? { kind: 1, on: -1, _id: -1 } : { cityIds: 1, kind: 1, on: -1, _id: -1 })
    .sort({ on: -1, _id: -1 })
    .limit(first + 1)
    .lean<StoredMoment[]>();
  return found.map(({ _id, kind, on, title, cityIds, references }) => ({
    ...NO_REFERENCES,
    ...references,
    id: _id,
    kind,
    at: on,
    title,
    cityIds,
  }));
}

async function changesOf(
  context: Pick<SubgraphContext, 'database' | 'changeLabels' | 'caller'>,
  { from, to, concerning, byOthers, kinds, first }: TimelineQuery,
  after: Position | null,
  { open, told }: { open: readonly string[]; told: ReadonlyArray<Pick<StoredChange, 'type' | 'action'>> },
): Promise<TimelineEntry[]> {
  if (!kinds.includes(TimelineKind.RECORD_CHANGED)) return [];
  // Not before: what is read for one caller is kept for nobody else.
  const { database, changeLabels, caller } = context;
  const conditions: object[] = [byOthers ? readableBy(caller, open) : { type: { $in: open } }];
  if (told.length > 0) conditions.push({ $nor: told });
  if (concerning !== null) conditions.push({ concerns: concerning });
  if (byOthers) conditions.push({ office: { $nin: ROLES.map((role) => roleOf([role, concerning ?? undefined])) } });
  if (from !== null) conditions.push({ at: { $gte: fromThaiTime(from) } });
  if (to !== null) conditions.push({ at: { $lt: new Date(fromThaiTime(to).getTime() + DAY_MS) } });
  if (after !== null) conditions.push(...changedBefore(after));
  const found = await database
    .model(changeModel)
    .find(mongoose.trusted({ $and: conditions }) as never, changeModel.fields)
    .hint(indexOf(concerning, byOthers))
    .sort({ at: -1, _id: -1 })
    .limit(first + 1)
    .lean<StoredChange[]>();
  return found.map((change) => entryOfChange(changeLabels, change, caller));
}

/** Of records that not everybody may read, those whose history the caller may. */
function readableBy(caller: Caller | null, open: readonly string[]): object {
  if (caller === null) return { type: { $in: open } };
  return hasRole(caller, 'network-admin') ? {} : { $or: [{ type: { $in: open } }, { seenBy: { $in: caller.roles } }] };
}

/** An index that has the changes in their order. */
function indexOf(concerning: string | null, byOthers: boolean): Record<string, 1 | -1> {
  if (concerning === null) return { type: 1, at: -1, _id: -1 };
  return byOthers ? { concerns: 1, at: -1, _id: -1 } : { concerns: 1, type: 1, at: -1, _id: -1 };
}

const DAY_MS = 24 * 60 * 60 * 1000;

function changedBefore([at, id]: Position): object[] {
  const text = String(at);
  // A change stands above the whole of the day, month or year in which it was made.
  if (!text.includes('T')) return [{ at: { $lt: fromThaiTime(earliestDay(text)) } }];
  const moment = fromThaiTime(text);
  return [{ at: { $lte: moment } }, { $or: [{ at: { $lt: moment } }, { at: moment, _id: { $lt: id } }] }];
}

function entryOfChange(labels: ChangeLabels, change: StoredChange, caller: Caller | null): TimelineEntry {
  const { _id, type, of, action, at, concerns, name } = change;
  return {
    ...NO_REFERENCES,
    id: _id,
    kind: TimelineKind.RECORD_CHANGED,
    at: thaiTimeOf(at),
    title: changeTitle(labels, { name: name && quoteNames(name), type, action }),
    // Organisations too, which whoever reads cities leaves out.
    cityIds: concerns ?? [],
    office: officeOf(change),
    recordType: type,
    recordId: of,
    action,
    ...whoChanged(change, caller),
    changedAt: at,
  };
}

/** What an entry names beside its cities: nothing. */
export const NO_REFERENCES = {
  partnerIds: [],
  programmeId: null,
  cohortId: null,
  solutionId: null,
  agreementId: null,
  eventId: null,
  recordType: null,
  recordId: null,
  action: null,
  office: null,
  by: null,
  why: null,
  changedAt: null,
};
