import type { ClientSession } from 'mongoose';
import mongoose from 'mongoose';
import type { Database } from '../database.js';
import type { ModelDefinition, Stored } from '../model.js';
import { momentModel } from './moment.model.js';

/** Keeps the moments of records as the records now tell them. */
export async function keepMoments<R extends Stored>(database: Database, definition: ModelDefinition<R>, rows: readonly R[], session?: ClientSession): Promise<void> {
  const facts = definition.timeline?.facts;
  if (!facts || rows.length === 0) return;
  const operations = rows.flatMap((row) => {
    const of = `${definition.name}/${row._id}`;
    const told = facts(row).map(({ key, kind, on, cityIds, title, ...references }) => ({ _id: `${of}/${key}`, of, kind, on, cityIds: [...new Set(cityIds)], title, references }));
    // A key that is told twice is one moment: two sources of one fact.
    const moments = [...new Map(told.map((moment) => [moment._id, moment])).values()];
    return [
      { deleteMany: { filter: { of, _id: { $nin: moments.map(({ _id }) => _id) } } } },
      ...moments.map(({ _id, ...moment }) => ({ replaceOne: { filter: { _id }, replacement: moment, upsert: true } })),
    ];
  });
  await database.model(momentModel).collection.bulkWrite(operations as never, session ? { session } : {});
}

/** Makes the moments of every record of a collection anew. */
export async function rebuildMoments<R extends Stored>(database: Database, definition: ModelDefinition<R>): Promise<void> {
  if (!definition.timeline?.facts) return;
  await database.model(momentModel).deleteMany({ of: mongoose.trusted({ $gt: `${definition.name}/`, $lt: `${definition.name}0` }) } as never);
  const batch: R[] = [];
  for await (const row of database.model(definition).find({}, definition.fields).lean<R[]>().cursor()) {
    batch.push(row as R);
    if (batch.length === BATCH) await keepMoments(database, definition, batch.splice(0));
  }
  await keepMoments(database, definition, batch);
}

/** Records per command; bounds memory. */
const BATCH = 500;
