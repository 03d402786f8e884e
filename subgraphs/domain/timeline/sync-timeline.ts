import mongoose, { type ClientSession } from 'mongoose';
import type { Database } from '../../runtime/database/database.js';
import { insertMissing } from '../../runtime/database/insert-missing.js';
import type { Companion, ModelDatabase, ModelDefinition, Stored } from '../../runtime/database/model.js';
import type { TimelineFact, TimelineSource } from './timeline-source.js';
import { momentModel, type StoredMoment } from './moment.model.js';

/**
 * Declares what a collection gives to the timeline.
 *
 * @param concerns the ids of those whom a change of a record concerns
 * @param facts the dated facts that a record tells
 */
export function timelineSource<R extends Stored>(
  concerns: Companion<R>['concerns'],
  facts: (row: R) => TimelineFact[],
): TimelineSource<R> {
  return { concerns, facts, sync: syncMoments, remove: removeMoments };
}

/** Keeps the moments of records as the records now tell them. */
async function syncMoments<R extends Stored>(
  database: ModelDatabase,
  definition: ModelDefinition<R>,
  rows: readonly R[],
  session?: ClientSession,
): Promise<void> {
  if (!factsOf(definition) || rows.length === 0) return;
  const operations = rows.flatMap((row) => {
    const of = recordOf(definition, row);
    const moments = momentsOf(definition, row);
    return [
      { deleteMany: { filter: { of, _id: { $nin: moments.map(({ _id }) => _id) } } } },
      ...moments.map(({ _id, ...moment }) => ({ replaceOne: { filter: { _id }, replacement: moment, upsert: true } })),
    ];
  });
  await database.model(momentModel).collection.bulkWrite(operations as never, session ? { session } : {});
}

async function removeMoments<R extends Stored>(
  database: ModelDatabase,
  definition: ModelDefinition<R>,
  ids: readonly string[],
  session?: ClientSession,
): Promise<void> {
  const of = ids.map((id) => recordOf(definition, { _id: id }));
  await database.model(momentModel).collection.deleteMany({ of: { $in: of } } as never, session ? { session } : {});
}

/** Puts in the moments of records; one that a write has made meanwhile stays. */
export async function addMoments<R extends Stored>(
  database: Database,
  definition: ModelDefinition<R>,
  rows: readonly R[],
): Promise<void> {
  const moments = rows.flatMap((row) => momentsOf(definition, row));
  await insertMissing(database.model(momentModel).collection as never, moments);
}

function momentsOf<R extends Stored>(definition: ModelDefinition<R>, row: R): StoredMoment[] {
  const of = recordOf(definition, row);
  const told = (factsOf(definition)?.(row) ?? []).map(({ key, kind, on, cityIds, title, ...references }) => ({
    _id: `${of}/${key}`,
    of,
    kind,
    on,
    cityIds: [...new Set(cityIds)],
    title,
    references,
  }));
  // A key that is told twice is one moment: two sources of one fact.
  return [...new Map(told.map((moment) => [moment._id, moment])).values()];
}

function recordOf({ name }: { name: string }, { _id }: Stored): string {
  return `${name}/${_id}`;
}

/** Makes the moments of every record of a collection anew. */
export async function rebuildMoments<R extends Stored>(
  database: Database,
  definition: ModelDefinition<R>,
): Promise<void> {
  if (!factsOf(definition)) return;
  await database
    .model(momentModel)
    .deleteMany({ of: mongoose.trusted({ $gt: `${definition.name}/`, $lt: `${definition.name}0` }) } as never);
  const batch: R[] = [];
  for await (const row of database.model(definition).find({}, definition.fields).lean<R[]>().cursor()) {
    batch.push(row as R);
    if (batch.length === BATCH) await addMoments(database, definition, batch.splice(0));
  }
  await addMoments(database, definition, batch);
}

/** Records per command; bounds memory. */
const BATCH = 500;

function factsOf<R extends Stored>({ companion }: ModelDefinition<R>): TimelineSource<R>['facts'] | undefined {
  return (companion as Partial<TimelineSource<R>> | undefined)?.facts;
}
