import type { ClientSession } from 'mongoose';
import type { ActingCaller } from '../../protocol/caller.js';
import type { Clock } from '../clock.js';
import { noteCommit, sharedDatabase } from '../database/bounded-database.js';
import type { Commit, Database } from '../database/database.js';
import { Refusal } from '../errors/errors.js';
import type { SubgraphContext } from '../subgraph.js';
import { dryRunEnded } from './dry-run.js';
import { idempotencyRecordModel } from './idempotency-record.model.js';
import { runExclusively } from './keyed-mutex.js';
import type { WriteInput } from './write.input.js';
import { keyUsed, writeKey, type WriteKey } from './write-key.js';
import { isDuplicateKey, type Write } from './write.js';

/** A write as a client asks for it. */
export interface Asked<I extends WriteInput> {
  caller: ActingCaller;
  /** The mutation's name. */
  action: string;
  input: I;
}

/** One of the writes of a batch, under way. */
export interface Member<I extends WriteInput> extends Write {
  readonly input: I;
}

/**
 * Does the writes of a batch in one transaction, as if one after the other in their order. It gives each its answer, a
 * value that the database can keep, or its refusal; a refused one must have changed nothing. It may run more than once.
 */
export type Batch<I extends WriteInput, T> = (
  database: Database,
  session: ClientSession,
  id: string,
  members: ReadonlyArray<Member<I>>,
) => Promise<Array<T | Refusal>>;

/** Writes of one transaction. */
const MOST = 100;
/** A key that another server is answering is met as a duplicate; it is found answered the next time. */
const MOST_TRIES = 3;

interface Waiting {
  asked: Asked<WriteInput>;
  key: WriteKey;
}

/** A write that was answered before, with its answer. */
type Answered<T> = WriteKey & { answer: T };

interface OpenBatch {
  members: Waiting[];
  done: Promise<Done>;
}

/** What became of a batch: the answers of its members, and what was committed. */
interface Done {
  answers: unknown[];
  commit: Commit | null;
  /** The keys of those that were answered before, by a write of which nothing is known here. */
  repeated: ReadonlySet<string>;
}

const open = new WeakMap<Database, Map<string, OpenBatch>>();

/**
 * Does a write once, as `writeOnce` does, but together with those of the same key that came while another was under way.
 * Many that come at once are a few transactions, so that they neither wait for each other's commits nor meet those of
 * another server more than a few times.
 *
 * @param record what each of the writes changes: its GraphQL type and id
 * @param work the same function for all writes of a key
 * @throws what the work refuses, CONFLICT when the idempotency key was used with another input, or DRY_RUN when the write
 *   is only tried and nothing refuses it
 */
export async function writeInBatch<I extends WriteInput, T, L>(
  context: SubgraphContext<L>,
  record: { type: string; id: string },
  asked: Asked<I>,
  work: Batch<I, T>,
): Promise<T> {
  const member: Waiting = { asked, key: writeKey(asked.caller, asked.action, asked.input) };
  if (asked.input.dryRun) return tryAlone(context, record, member, work as unknown as Batch<WriteInput, T>);
  const batch = joined(context, record, member, work as unknown as Batch<WriteInput, T>);
  const place = batch.members.indexOf(member);
  try {
    const { answers, commit, repeated } = await batch.done.catch((error: unknown) => {
      // The commit may have been done all the same.
      if (!(error instanceof Refusal)) noteCommit(context.database, null);
      throw error;
    });
    noteCommit(context.database, repeated.has(member.key._id) ? null : commit);
    const answer = answers[place] as T | Refusal;
    if (answer instanceof Refusal) throw answer;
    return answer;
  } finally {
    context.renew();
  }
}

/**
 * Tries a write in a transaction of its own, in its turn, and takes all of it back: those of a batch are kept.
 *
 * @throws always
 */
function tryAlone<T, L>(
  { database: ofOperation, clock }: SubgraphContext<L>,
  { type, id }: { type: string; id: string },
  member: Waiting,
  work: Batch<WriteInput, T>,
): Promise<never> {
  const database = sharedDatabase(ofOperation);
  return runExclusively(database, `${type}/${id}`, () =>
    database.transaction(async (session) => {
      const before = await answeredBefore<T>(database, session, [member]);
      const [answer] = await answersIn(database, session, id, [member], before, work, clock.now());
      throw answer instanceof Refusal ? answer : dryRunEnded(before.length > 0);
    }),
  );
}

/** The batch that waits for its turn and has room, or a new one. Two of one idempotency key are never in one. */
function joined<T, L>(
  { database: ofOperation, clock }: SubgraphContext<L>,
  { type, id }: { type: string; id: string },
  member: Waiting,
  work: Batch<WriteInput, T>,
): OpenBatch {
  // The writes of a batch are those of several operations.
  const database = sharedDatabase(ofOperation);
  const key = `${type}/${id}`;
  const batches = open.get(database) ?? new Map<string, OpenBatch>();
  open.set(database, batches);
  const waiting = batches.get(key);
  if (waiting && waiting.members.length < MOST && waiting.members.every((other) => other.key._id !== member.key._id)) {
    waiting.members.push(member);
    return waiting;
  }
  const members = [member];
  const batch: OpenBatch = {
    members,
    done: runExclusively(database, key, () => {
      if (batches.get(key) === batch) batches.delete(key);
      return answersOf(database, clock, id, members, work);
    }),
  };
  batches.set(key, batch);
  // A batch that found too long a line is never begun: nobody may join it.
  batch.done.catch(() => batches.get(key) === batch && batches.delete(key));
  return batch;
}

async function answersOf<T>(
  database: Database,
  clock: Clock,
  id: string,
  members: readonly Waiting[],
  work: Batch<WriteInput, T>,
): Promise<Done> {
  const at = clock.now();
  for (let tries = 1; ; tries += 1) {
    let commit: Commit | null = null;
    try {
      return await database
        .transaction(
          async (session) => {
            const before = await answeredBefore<T>(database, session, members);
            const answers = await answersIn(database, session, id, members, before, work, at);
            return { answers, repeated: new Set(before.map(({ _id }) => _id)) };
          },
          (committed) => (commit = committed),
        )
        .then((done) => ({ ...done, commit }));
    } catch (error) {
      if (!isDuplicateKey(error) || tries === MOST_TRIES) throw error;
    }
  }
}

/** @param before what is on file of those that were answered before */
async function answersIn<T>(
  database: Database,
  session: ClientSession,
  id: string,
  members: readonly Waiting[],
  before: ReadonlyArray<Answered<T>>,
  work: Batch<WriteInput, T>,
  at: Date,
): Promise<Array<T | Refusal>> {
  const answers = new Map<string, T | Refusal>();
  for (const { _id, input, answer } of before) {
    answers.set(_id, members.find((member) => member.key._id === _id)!.key.input === input ? answer : keyUsed());
  }
  const fresh = members.filter((member) => !answers.has(member.key._id));
  if (fresh.length > 0) {
    const given = await work(
      database,
      session,
      id,
      fresh.map(({ asked: { caller, action, input } }) => ({
        session,
        caller,
        action,
        why: input.why ?? null,
        at,
        now: () => at,
        input,
      })),
    );
    const kept = fresh.flatMap((member, place) =>
      given[place] instanceof Refusal ? [] : [{ ...member.key, answer: given[place], at }],
    );
    if (kept.length > 0) await database.model(idempotencyRecordModel).collection.insertMany(kept as never, { session });
    fresh.forEach((member, place) => answers.set(member.key._id, given[place] as T | Refusal));
  }
  return members.map((member) => answers.get(member.key._id) as T | Refusal);
}

/** What is on file of those members that were answered before. */
async function answeredBefore<T>(
  database: Database,
  session: ClientSession,
  members: readonly Waiting[],
): Promise<Array<Answered<T>>> {
  const found = await database
    .model(idempotencyRecordModel)
    .collection.find({ _id: { $in: members.map((member) => member.key._id) } } as never, { session })
    .toArray();
  return found as unknown as Array<Answered<T>>;
}
