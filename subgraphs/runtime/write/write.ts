import type { ClientSession } from 'mongoose';
import type { ActingCaller } from '../../protocol/caller.js';
import { noteCommit } from '../database/bounded-database.js';
import { databaseFault } from '../errors/database-error.js';
import { refusal } from '../errors/errors.js';
import type { Clock } from '../clock.js';
import type { SubgraphContext } from '../subgraph.js';
import { idempotencyRecordModel } from './idempotency-record.model.js';
import { dryRunEnded } from './dry-run.js';
import type { WriteInput } from './write.input.js';
import { keyUsed, writeKey } from './write-key.js';

/** A write under way: all that is done with its session is done together, or not at all. */
export interface Write extends Clock {
  readonly session: ClientSession;
  readonly caller: ActingCaller;
  /** The mutation's name. */
  readonly action: string;
  readonly why: string | null;
  /** The moment of the write; the same for all that it does. */
  readonly at: Date;
}

/**
 * Does a write once: the same caller, mutation and key again give the first answer and no second effect, also
 * across a restart and when they come at once. All of it is one transaction; a write that is refused leaves
 * nothing, and its key may be used again.
 *
 * @param action the mutation's name
 * @param work does the write with the session and gives its answer, a value that the database can keep; it may run
 *   more than once when it meets another write
 * @throws CONFLICT when the key was used with another input, or the work meets a unique index; DRY_RUN when the write is
 *   only tried and nothing refuses it
 */
export async function writeOnce<T, L>(
  context: SubgraphContext<L>,
  caller: ActingCaller,
  action: string,
  input: WriteInput,
  work: (write: Write) => Promise<T>,
): Promise<T> {
  const key = writeKey(caller, action, input);
  const { database } = context;
  const answered = database.model(idempotencyRecordModel);
  const at = context.clock.now();
  try {
    return await database.transaction(async (session) => {
      await answered.collection.insertOne({ ...key, answer: null, at } as never, { session });
      const answer = await work({ session, caller, action, why: input.why ?? null, at, now: () => at });
      if (input.dryRun) throw dryRunEnded(false);
      await answered.collection.updateOne({ _id: key._id } as never, { $set: { answer } }, { session });
      return answer;
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    if (!error.message.includes(`${idempotencyRecordModel.name} index`)) throw conflict();
  } finally {
    context.renew();
  }
  // Done before, perhaps elsewhere: what it wrote is not known here.
  noteCommit(database, null);
  const first = await answered.findById(key._id).lean<{ input: string; answer: T }>();
  if (!first || first.input !== key.input) throw keyUsed();
  if (input.dryRun) throw dryRunEnded(true);
  return first.answer;
}

/** Whether an error says that a unique index has such an entry already. */
export function isDuplicateKey(error: unknown): error is Error {
  return databaseFault(error) === 'duplicate';
}

function conflict() {
  return refusal('CONFLICT', { en: 'There is such a record already.', th: 'มีข้อมูลนี้อยู่แล้ว' });
}
