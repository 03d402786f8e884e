import { randomUUID } from 'node:crypto';
import mongoose, { type UpdateQuery } from 'mongoose';
import { heldGrants, roleOf } from '../../protocol/caller.js';
import type { Sentence } from '../../protocol/language.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Database } from '../database/database.js';
import { refusal, type Refusal } from '../errors/errors.js';
import { toRow } from '../database/loader.js';
import type { ModelDefinition, Row, Stored } from '../database/model.js';
import { changedFields } from '../history/changed-fields.js';
import { changeModel, type StoredChange } from '../history/change.model.js';
import { holdRecord } from './held-record.model.js';
import { isWithdrawn, recordWithdrawn } from './withdrawn-record.model.js';
import type { Write } from './write.js';

/** A record that clients change: each change raises its version by one. */
export interface Versioned extends Stored {
  version: number;
}

/** What a change is made to. */
export interface Changed<R extends Versioned> {
  /** The record's GraphQL type, for the history. */
  type: string;
  id: string;
  expectedVersion?: number | null | undefined;
  /** A MongoDB update made by us, never client JSON. */
  update: UpdateQuery<R>;
}

/**
 * Reads a record within a write, so that a rule checked on it holds when the write is done.
 *
 * @param argument the path of the input that names it
 * @throws NOT_FOUND, or RULE_VIOLATED (WITHDRAWN) for one that was withdrawn
 */
export async function readRow<R extends Stored>(
  database: Database,
  definition: ModelDefinition<R>,
  { session }: Write,
  id: string,
  argument: string,
): Promise<Row<R>> {
  const found = await database.model(definition).findById(id, definition.fields).session(session).lean<R>();
  if (!found) throw await missing(database, definition, session, id, argument);
  return toRow(found);
}

async function missing<R extends Stored>(
  database: Database,
  definition: ModelDefinition<R>,
  session: Write['session'],
  id: string,
  argument: string,
): Promise<Refusal> {
  const refused = (await isWithdrawn(database, definition, session, id)) ? recordWithdrawn : notFound;
  return refused(definition.called, id, argument);
}

/**
 * Checks the version of a record that a write has read, before any rule: a caller that lost a race hears of that, not of
 * a rule that the winner made it break.
 *
 * @throws CONFLICT when the record has another version than the caller has read
 */
export function checkVersion({ version }: Versioned, expectedVersion: number | null | undefined): void {
  if (expectedVersion != null && version !== expectedVersion) throw stale(version, expectedVersion);
}

/**
 * Writes a new record and the first line of its history.
 *
 * @throws BAD_USER_INPUT when it does not fit its model
 */
export async function insertRow<R extends Versioned>(
  database: Database,
  definition: ModelDefinition<R>,
  write: Write,
  type: string,
  document: Omit<R, 'version'>,
): Promise<Row<R>> {
  const model = database.model(definition);
  const made = new model({ ...document, version: 1 });
  await made.validate().catch(rethrown);
  const stored = made.toObject() as unknown as R;
  await model.collection.insertOne(stored as never, { session: write.session });
  await note(database, definition, write, type, null, stored);
  return toRow(stored);
}

/**
 * Changes a record and adds a line to its history, with the values before and after. An update that changes nothing that
 * people can read leaves the version as it is, and no line.
 *
 * @throws NOT_FOUND, or CONFLICT when the record has another version than the caller has read
 */
export async function changeRow<R extends Versioned>(
  database: Database,
  definition: ModelDefinition<R>,
  write: Write,
  { type, id, expectedVersion, update }: Changed<R>,
): Promise<Row<R>> {
  const model = database.model(definition);
  const before = await model
    .findOneAndUpdate(
      { _id: id, ...(expectedVersion != null && { version: expectedVersion }) } as never,
      { ...update, $inc: { ...(update.$inc as object | undefined), version: 1 } } as never,
      { session: write.session, returnDocument: 'before', projection: definition.fields, runValidators: true },
    )
    .lean<R>()
    .catch(rethrown);
  if (!before) {
    const current = await model.findById(id, { version: 1 }).session(write.session).lean<{ version: number }>();
    if (!current) throw notFound(definition.called, id, 'input.id');
    throw stale(current.version, expectedVersion!);
  }
  const after = await readRow(database, definition, write, id, 'input.id');
  if (changedFields(before as R, after, Object.keys(definition.fields)).length > 0)
    await note(database, definition, write, type, before as R, after);
  else {
    await model.updateOne({ _id: id } as never, { $set: { version: before.version } } as never, {
      session: write.session,
    });
    after.version = before.version;
  }
  return after;
}

async function note<R extends Versioned>(
  database: Database,
  definition: ModelDefinition<R>,
  write: Write,
  type: string,
  before: R | null,
  row: R,
): Promise<void> {
  await database
    .model(changeModel)
    .collection.insertOne(changeTo(definition, write, type, before, row) as never, { session: write.session });
  await definition.companion?.sync?.(database, definition, [row], write.session);
}

/**
 * The line of history of what a write made of a record.
 *
 * @param before the record as it was, null for a new one
 */
export function changeTo<R extends Versioned>(
  definition: ModelDefinition<R>,
  { action, caller, why, at }: Write,
  type: string,
  before: R | null,
  row: R,
): StoredChange {
  const { _id: of, version } = row;
  return {
    _id: randomUUID(),
    type,
    of,
    version,
    action,
    by: caller.id,
    office: caller.as,
    seenBy: heldGrants(definition.writers(row)).map(roleOf),
    fields: changedFields(before, row, Object.keys(definition.fields)),
    why,
    at,
    concerns: concernedBy(definition, row, before),
    name: nameOf(row as Named),
  };
}

/** Those whom a change concerns, also those whom the record names no more. */
function concernedBy<R extends Versioned>({ companion }: ModelDefinition<R>, row: R, before: R | null): string[] {
  if (!companion) return [];
  return [...new Set([...companion.concerns(row, before), ...(before ? companion.concerns(before, row) : [])])];
}

interface Named {
  name?: Partial<LocalizedText> | null;
  title?: Partial<LocalizedText> | null;
}

/** What a record is called, whichever of our records it is. */
function nameOf({ name, title }: Named): LocalizedText | null {
  const called = name ?? title;
  return called ? { th: called.th ?? null, en: called.en ?? null } : null;
}

function stale(current: number, expected: number) {
  return refusal(
    'CONFLICT',
    {
      en: `The record has version ${current} by now, not ${expected}: read it again.`,
      th: `ข้อมูลนี้เป็นเวอร์ชัน ${current} แล้ว ไม่ใช่ ${expected} โปรดอ่านข้อมูลใหม่`,
    },
    { argument: 'input.expectedVersion', version: current },
  );
}

/**
 * The refusal of an id that no record of a kind has.
 *
 * @param called what the kind is called
 */
export function notFound(called: Sentence, id: string, argument: string): Refusal {
  return refusal('NOT_FOUND', { en: `There is no ${called.en} "${id}".`, th: `ไม่มี${called.th} "${id}"` }, { argument });
}

/** What a model refuses is the client's input. */
export function rethrown(error: unknown): never {
  if (!(error instanceof mongoose.Error.ValidationError)) throw error;
  const [path = ''] = Object.keys(error.errors);
  throw refusal(
    'BAD_USER_INPUT',
    { en: `\`input.${path}\` cannot have this value.`, th: `\`input.${path}\` มีค่านี้ไม่ได้` },
    { argument: `input.${path}` },
  );
}

/**
 * Checks that what an input refers to is on file, when it refers to anything.
 *
 * @returns the id, or null
 * @throws NOT_FOUND
 */
export async function knownRow<R extends Stored>(
  database: Database,
  definition: ModelDefinition<R>,
  write: Write,
  argument: string,
  id: string | null | undefined,
): Promise<string | null> {
  if (id == null) return null;
  await readNamedRow(database, definition, write, id, argument);
  return id;
}

/**
 * Reads a record that the one which is written will name. It is not withdrawn while this write is under way.
 *
 * @param argument the path of the input that names it
 * @throws NOT_FOUND, or RULE_VIOLATED (WITHDRAWN) for one that was withdrawn
 */
export async function readNamedRow<R extends Stored>(
  database: Database,
  definition: ModelDefinition<R>,
  write: Write,
  id: string,
  argument: string,
): Promise<Row<R>> {
  const row = await readRow(database, definition, write, id, argument);
  if (definition.withdrawable) await holdRecord(database, definition, write, id);
  return row;
}

/**
 * Checks that no record of this subgraph has an id yet, whatever its kind, and also none that was withdrawn.
 *
 * @param definitions all that have readable ids
 * @throws CONFLICT
 */
export async function checkFreeId(
  database: Database,
  definitions: ReadonlyArray<ModelDefinition>,
  { session }: Write,
  argument: string,
  id: string,
): Promise<void> {
  for (const definition of definitions)
    if (
      (await database.model(definition).findById(id, { _id: 1 }).session(session).lean()) ||
      (await isWithdrawn(database, definition, session, id))
    )
      throw idTaken(definition.called, id, argument);
}

/** The refusal of an id that a record has already. */
export function idTaken(called: Sentence, id: string, argument: string): Refusal {
  return refusal(
    'CONFLICT',
    { en: `There is a ${called.en} "${id}" already.`, th: `มี${called.th} "${id}" อยู่แล้ว` },
    { argument },
  );
}
