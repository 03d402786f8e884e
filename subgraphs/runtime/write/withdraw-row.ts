import { standingOf, type StoredStanding } from '../../domain/standing/standing.js';
import type { Database } from '../database/database.js';
import { refusal } from '../errors/errors.js';
import { toRow } from '../database/loader.js';
import type { ModelDefinition, Row } from '../database/model.js';
import { changeModel } from '../history/change.model.js';
import { authorize } from './authorize.js';
import { changeTo, checkVersion, notFound, rethrown, type Versioned } from './rows.js';
import { holdRecordAlone } from './held-record.model.js';
import { withdrawnId, withdrawnRecordModel } from './withdrawn-record.model.js';
import type { Write } from './write.js';

const ADMINISTRATOR = 'network-admin';

/**
 * Takes a record out of those that count: it is kept apart, with a line in its history. Whatever is kept of it elsewhere,
 * such as its moments of the timeline, goes with it.
 *
 * @param type the record's GraphQL type, for the history
 * @param row the record, read in the same transaction
 */
export async function withdrawRow<R extends Versioned>(
  database: Database,
  definition: ModelDefinition<R>,
  write: Write,
  type: string,
  row: Row<R>,
): Promise<void> {
  const { session } = write;
  await holdRecordAlone(database, definition, write, row.id);
  const stored = (await database.model(definition).collection.findOneAndDelete({ _id: row.id } as never, {
    session,
  })) as unknown as R;
  const record = { ...stored, version: stored.version + 1 };
  await database.model(withdrawnRecordModel).collection.insertOne(
    {
      _id: withdrawnId(definition, row.id),
      standing: standingOf('WITHDRAWN', write),
      record,
    } as never,
    { session },
  );
  await noteStanding(database, definition, write, type, record, ['CONFIRMED', 'WITHDRAWN']);
  await definition.companion?.remove?.(database, definition, [row.id], session);
}

/**
 * Puts a withdrawn record back among those that count, as it was.
 *
 * @param argument the path of the input that names it
 * @throws FORBIDDEN when an administrator withdrew it, NOT_FOUND, RULE_VIOLATED (STANDING_ORDER) when it is not withdrawn,
 *   CONFLICT for another version than was read
 */
export async function restoreRow<R extends Versioned>(
  database: Database,
  definition: ModelDefinition<R>,
  write: Write,
  type: string,
  { id, argument, expectedVersion }: { id: string; argument: string; expectedVersion: number | null | undefined },
): Promise<R> {
  const { session } = write;
  const model = database.model(definition);
  const kept = await database
    .model(withdrawnRecordModel)
    .collection.findOneAndDelete({ _id: withdrawnId(definition, id) } as never, { session });
  if (!kept) {
    if (!(await model.exists({ _id: id } as never).session(session))) throw notFound(definition.called, id, argument);
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The ${definition.called.en} "${id}" is not withdrawn.`,
        th: `${definition.called.th} "${id}" ไม่ได้ถูกถอน`,
      },
      { argument, rule: 'STANDING_ORDER' },
    );
  }
  const { record, standing } = kept as unknown as { record: R; standing: StoredStanding };
  // What an administrator took back, its own party does not put back.
  if (standing.by === ADMINISTRATOR) authorize(write.caller, [ADMINISTRATOR]);
  checkVersion(record, expectedVersion);
  const made = new model({ ...record, version: record.version + 1 });
  await made.validate().catch(rethrown);
  const stored = made.toObject() as unknown as R;
  await model.collection.insertOne(stored as never, { session });
  await noteStanding(database, definition, write, type, stored, ['WITHDRAWN', 'CONFIRMED']);
  await definition.companion?.sync?.(database, definition, [toRow(stored)], session);
  return stored;
}

async function noteStanding<R extends Versioned>(
  database: Database,
  definition: ModelDefinition<R>,
  write: Write,
  type: string,
  row: R,
  [before, after]: readonly [string, string],
): Promise<void> {
  const change = { ...changeTo(definition, write, type, row, row), fields: [{ path: 'standing', before, after }] };
  await database.model(changeModel).collection.insertOne(change as never, { session: write.session });
}
