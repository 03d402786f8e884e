import mongoose, { type mongo } from 'mongoose';
import { DUPLICATE_KEY } from '../errors/database-error.js';

/** Inserts documents; one whose id is there already, since it was written meanwhile, stays as it is. */
export async function insertMissing(collection: mongo.Collection, documents: readonly object[]): Promise<void> {
  if (documents.length === 0) return;
  await collection.insertMany([...documents], { ordered: false }).catch((error: Error) => {
    if (!isOfDuplicatesAlone(error)) throw error;
  });
}

function isOfDuplicatesAlone(error: Error): boolean {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) return false;
  const errors = [error.writeErrors].flat();
  return (
    errors.length > 0 &&
    errors.every(({ code }) => code === DUPLICATE_KEY) &&
    error.result.getWriteConcernError() === undefined
  );
}
