import mongoose, { type ClientSession } from 'mongoose';
import type { Database } from '../database/database.js';
import type { ModelDefinition } from '../database/model.js';
import { changeModel } from '../history/change.model.js';
import { changeTo, rethrown, type Versioned } from './rows.js';
import type { Write } from './write.js';

/** What one write made of a record: the whole document, its version raised. */
export interface Step<R extends Versioned> {
  write: Write;
  row: R;
}

/**
 * Stores records that several writes of one transaction changed in memory, in as many commands as for one, with a line
 * of history for each step. The transaction must hold what keeps others from them: no version is checked here.
 *
 * @param type the records' GraphQL type, for the history
 * @param steps in the order in which they were made
 * @throws BAD_USER_INPUT when one does not fit its model
 */
export async function storeRows<R extends Versioned>(
  database: Database,
  definition: ModelDefinition<R>,
  session: ClientSession,
  type: string,
  steps: ReadonlyArray<Step<R>>,
): Promise<void> {
  if (steps.length === 0) return;
  const model = database.model(definition);
  const rows = [...new Map(steps.map(({ row }) => [row._id, row])).values()];
  const before = new Map(
    (
      await model
        .find({ _id: mongoose.trusted({ $in: rows.map(({ _id }) => _id) }) } as never, definition.fields)
        .session(session)
        .lean<R[]>()
    ).map((row) => [row._id, row as R]),
  );
  await Promise.all(rows.map((row) => new model(row).validate().catch(rethrown)));
  await model.collection.bulkWrite(
    rows.map((row) => ({ replaceOne: { filter: { _id: row._id }, replacement: row, upsert: true } })) as never,
    { session },
  );
  const changes = steps.map(({ write, row }) => {
    const change = changeTo(definition, write, type, before.get(row._id) ?? null, row);
    before.set(row._id, row);
    return change;
  });
  await database.model(changeModel).collection.insertMany(changes as never, { session });
  await definition.companion?.sync?.(database, definition, rows, session);
}
