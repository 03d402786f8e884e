import { createHash } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import mongoose from 'mongoose';
import type { Caller } from '../caller.js';
import { refusal } from '../errors.js';
import type { SubgraphContext } from '../subgraph.js';
import { answeredWriteModel } from './answered-write.model.js';
import type { WriteInput } from './write.input.js';

/** A write under way: all that is done with its session is done together, or not at all. */
export interface Write {
  readonly session: ClientSession;
  readonly caller: Caller;
  /** The mutation's name. */
  readonly action: string;
  readonly why: string | null;
  /** The moment of the write; the same for all that it does. */
  readonly at: Date;
}

const LONGEST_KEY = 100;
const LONGEST_REASON = 1_000;
const DUPLICATE_KEY = 11000;

/**
 * Does a write once: the same caller, mutation and key again give the first answer and no second effect, also
 * across a restart and when they come at once. All of it is one transaction; a write that is refused leaves
 * nothing, and its key may be used again.
 *
 * @param action the mutation's name
 * @param work does the write with the session and gives its answer, a value that the database can keep; it may run
 *   more than once when it meets another write
 * @throws CONFLICT when the key was used with another input, or the work meets a unique index
 */
export async function writeOnce<T, L>(context: SubgraphContext<L>, caller: Caller, action: string, input: WriteInput, work: (write: Write) => Promise<T>): Promise<T> {
  checkWriteInput(input);
  const { database } = context;
  const answered = database.model(answeredWriteModel);
  const _id = digest([caller.id, action, input.idempotencyKey]);
  const told = digest(input);
  const at = new Date();
  try {
    return await database.transaction(async (session) => {
      await answered.collection.insertOne({ _id, input: told, answer: null, at } as never, { session });
      const answer = await work({ session, caller, action, why: input.why ?? null, at });
      await answered.collection.updateOne({ _id } as never, { $set: { answer } }, { session });
      return answer;
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    if (!error.message.includes(`${answeredWriteModel.name} index`)) throw conflict();
  } finally {
    context.renew();
  }
  const first = await answered.findById(_id).lean<{ input: string; answer: T }>();
  if (!first || first.input !== told) {
    throw refusal('CONFLICT', { en: 'This idempotency key was used for another input. Use a new one.', th: 'คีย์นี้ถูกใช้กับข้อมูลชุดอื่นแล้ว โปรดใช้คีย์ใหม่' }, { argument: 'input.idempotencyKey' });
  }
  return first.answer;
}

function checkWriteInput({ idempotencyKey, why }: WriteInput): void {
  if (idempotencyKey.length < 1 || idempotencyKey.length > LONGEST_KEY) {
    throw refusal('BAD_USER_INPUT', { en: `\`idempotencyKey\` must have 1 to ${LONGEST_KEY} characters, but got ${idempotencyKey.length}.`, th: `\`idempotencyKey\` ต้องมี 1 ถึง ${LONGEST_KEY} ตัวอักษร แต่ได้รับ ${idempotencyKey.length}` }, { argument: 'input.idempotencyKey' });
  }
  if (why != null && why.length > LONGEST_REASON) {
    throw refusal('BAD_USER_INPUT', { en: `\`why\` may have at most ${LONGEST_REASON} characters, but got ${why.length}.`, th: `\`why\` มีได้ไม่เกิน ${LONGEST_REASON} ตัวอักษร แต่ได้รับ ${why.length}` }, { argument: 'input.why' });
  }
}

/** A digest that does not depend on the order in which a client names the fields of its input. */
function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('base64url');
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isDuplicateKey(error: unknown): error is Error {
  return error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

function conflict() {
  return refusal('CONFLICT', { en: 'There is such a record already.', th: 'มีข้อมูลนี้อยู่แล้ว' });
}
