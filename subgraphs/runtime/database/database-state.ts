import type { Database } from './database.js';
import { defineModel, type Stored } from './model.js';

/**
 * The version of how records are stored, and of what is computed from them and stored beside them, such as search keys.
 * Raise it with every change of that: `npm run migrate` then brings older records up to it.
 */
export const SCHEMA_VERSION = 6;

/** What a subgraph's database knows of itself: one document. */
interface DatabaseState extends Stored {
  /** The version by which what is computed from records was computed last. */
  schemaVersion: number;
  /** True when its first records came from the data files. */
  isSample: boolean;
}

/** The collection of that document; a subgraph writes it also into a database without records. */
export const DATABASE_STATE = 'databaseState';

const databaseStateModel = defineModel<DatabaseState>(DATABASE_STATE, {
  schemaVersion: { type: Number, required: true },
  isSample: { type: Boolean, required: true, default: false },
});
const ID = 'state';

/** Reads the state; of a database without one, it is that of version 0, made by hand or by an older Citylink. */
export async function readDatabaseState(database: Database): Promise<Omit<DatabaseState, '_id'>> {
  const state = await database.model(databaseStateModel).findById(ID).lean<DatabaseState>();
  return { schemaVersion: state?.schemaVersion ?? 0, isSample: state?.isSample ?? false };
}

/** Changes the state. */
export async function writeDatabaseState(
  database: Database,
  change: Partial<Omit<DatabaseState, '_id'>>,
): Promise<void> {
  const { schemaVersion, isSample } = { ...(await readDatabaseState(database)), ...change };
  await database
    .model(databaseStateModel)
    .collection.replaceOne({ _id: ID } as never, { schemaVersion, isSample } as never, { upsert: true });
}
