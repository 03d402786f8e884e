import mongoose, { type ClientSession } from 'mongoose';
import type { Database } from '../../runtime/database/database.js';
import { insertMissing } from '../../runtime/database/insert-missing.js';
import type { Companion, ModelDatabase, ModelDefinition, Stored } from '../../runtime/database/model.js';
import type { LocalizedText } from '../texts/localized-text.type.js';
import { shownName } from '../texts/shown-name.js';
import { gapModel, type Gap, type StoredGap } from './gap.model.js';

/** What gives a collection's records their gaps. */
interface GapSource<R extends Stored> extends Companion<R> {
  gapType: string;
  gaps(row: R): Gap[];
}

/**
 * Keeps the gaps of a collection's records beside what its companion keeps.
 *
 * @param gapType the records' GraphQL type
 * @param gaps the gaps of a record, always in the same order
 */
export function withGaps<R extends Stored>(
  companion: Companion<R>,
  gapType: string,
  gaps: (row: R) => Gap[],
): GapSource<R> {
  return {
    ...companion,
    gapType,
    gaps,
    async sync(database, definition, rows, session) {
      await companion.sync?.(database, definition, rows, session);
      await syncGaps(database, definition, rows, session);
    },
    async remove(database, definition, ids, session) {
      await companion.remove?.(database, definition, ids, session);
      await removeGaps(database, definition, ids, session);
    },
  };
}

async function syncGaps<R extends Stored>(
  database: ModelDatabase,
  definition: ModelDefinition<R>,
  rows: readonly R[],
  session?: ClientSession,
): Promise<void> {
  if (rows.length === 0) return;
  const operations = rows.flatMap((row) => {
    const gaps = gapsOf(definition, row);
    return [
      { deleteMany: { filter: { of: recordOf(definition, row._id), _id: { $nin: gaps.map(({ _id }) => _id) } } } },
      ...gaps.map(({ _id, ...gap }) => ({ replaceOne: { filter: { _id }, replacement: gap, upsert: true } })),
    ];
  });
  await database.model(gapModel).collection.bulkWrite(operations as never, session ? { session } : {});
}

async function removeGaps<R extends Stored>(
  database: ModelDatabase,
  definition: ModelDefinition<R>,
  ids: readonly string[],
  session?: ClientSession,
): Promise<void> {
  const of = ids.map((id) => recordOf(definition, id));
  await database.model(gapModel).collection.deleteMany({ of: { $in: of } } as never, session ? { session } : {});
}

/** Makes the gaps of every record of a collection anew. */
export async function rebuildGaps<R extends Stored>(database: Database, definition: ModelDefinition<R>): Promise<void> {
  if (!sourceOf(definition)) return;
  await database
    .model(gapModel)
    .deleteMany({ of: mongoose.trusted({ $gt: `${definition.name}/`, $lt: `${definition.name}0` }) } as never);
  const batch: R[] = [];
  for await (const row of database.model(definition).find({}, definition.fields).lean<R[]>().cursor()) {
    batch.push(row as R);
    if (batch.length === BATCH) await addGaps(database, definition, batch.splice(0));
  }
  await addGaps(database, definition, batch);
}

/** Puts in the gaps of records; one that a write has made meanwhile stays. */
export async function addGaps<R extends Stored>(
  database: Database,
  definition: ModelDefinition<R>,
  rows: readonly R[],
): Promise<void> {
  const gaps = rows.flatMap((row) => gapsOf(definition, row));
  await insertMissing(database.model(gapModel).collection as never, gaps);
}

/** Records per command; bounds memory. */
const BATCH = 500;
/** Digits of the place of a gap in its record, so that ids sort like numbers. */
const DIGITS = 6;

function gapsOf<R extends Stored>(definition: ModelDefinition<R>, row: R): StoredGap[] {
  const source = sourceOf(definition);
  const of = recordOf(definition, row._id);
  const { name } = row as R & { name: LocalizedText };
  return (source?.gaps(row) ?? []).map((gap, place) => ({
    _id: `${of}/${String(place).padStart(DIGITS, '0')}`,
    of,
    recordType: source!.gapType,
    recordId: row._id,
    recordName: shownName(name),
    ...gap,
  }));
}

function sourceOf<R extends Stored>({ companion }: ModelDefinition<R>): GapSource<R> | undefined {
  return companion && 'gaps' in companion ? (companion as GapSource<R>) : undefined;
}

function recordOf({ name }: { name: string }, id: string): string {
  return `${name}/${id}`;
}
