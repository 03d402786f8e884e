import { randomInt } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import type { Database } from '../database/database.js';
import { defineModel, type Stored } from '../database/model.js';

/**
 * One of the slots by which writes that name a record and one that withdraws it meet. Transactions read a snapshot: they
 * would not see each other, and both would be done. A write that names a record writes any one slot of it, so that such
 * writes seldom meet; one that withdraws it writes all. Of two that meet, MongoDB begins one again, which then sees what
 * the other did.
 */
export interface HeldRecord extends Stored {
  times: number;
}

export const heldRecordModel = defineModel<HeldRecord>('heldRecords', { times: { type: Number, required: true } });

/** A write, as far as it is told here. */
interface InTransaction {
  readonly session: ClientSession;
}

/** More than the transactions that a server has under way. */
const SLOTS = Array.from({ length: 32 }, (_, slot) => slot);

/** Keeps a record from being withdrawn while a write that names it is under way. */
export async function holdRecord(
  database: Database,
  definition: { name: string },
  write: InTransaction,
  id: string,
): Promise<void> {
  await writeSlots(database, definition, write, id, [randomInt(SLOTS.length)]);
}

/** Keeps a record from being named while a write that withdraws it is under way. */
export async function holdRecordAlone(
  database: Database,
  definition: { name: string },
  write: InTransaction,
  id: string,
): Promise<void> {
  await writeSlots(database, definition, write, id, SLOTS);
}

async function writeSlots(
  database: Database,
  { name }: { name: string },
  { session }: InTransaction,
  id: string,
  slots: readonly number[],
): Promise<void> {
  const writes = slots.map((slot) => ({
    updateOne: { filter: { _id: `${name}/${id}/${slot}` }, update: { $inc: { times: 1 } }, upsert: true },
  }));
  await database.model(heldRecordModel).collection.bulkWrite(writes as never, { session });
}
