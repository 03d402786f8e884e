import mongoose, { type ClientSession } from 'mongoose';
import { standingOrNull, type StoredStanding } from '../../domain/standing/standing.js';
import type { Sentence } from '../../protocol/language.js';
import { defineModel, type ModelDatabase, type ModelDefinition, type Row, type Stored } from '../database/model.js';
import { refusal, type Refusal } from '../errors/errors.js';

/**
 * A record that was taken back. It is kept apart from those of its collection, so that no list, search, statistic or
 * suggestion counts it, and is still read by its id. Its id is made of the collection's name and the record's id.
 */
export interface WithdrawnRecord extends Stored {
  standing: StoredStanding;
  /** The whole document, as its collection held it. */
  record: Stored & { version: number };
}

export const withdrawnRecordModel = defineModel<WithdrawnRecord>('withdrawnRecords', {
  standing: standingOrNull,
  record: mongoose.Schema.Types.Mixed,
});

/** The id under which a withdrawn record is kept. */
export function withdrawnId({ name }: { name: string }, id: string): string {
  return `${name}/${id}`;
}

/** Reads withdrawn records by their ids: those of a collection that are there, with the standing that marks them. */
export async function readWithdrawn<R extends Stored>(
  database: ModelDatabase,
  definition: ModelDefinition<R>,
  ids: readonly string[],
  session: ClientSession | null = null,
): Promise<Array<Row<R> & { standing: StoredStanding }>> {
  const found = await database
    .model(withdrawnRecordModel)
    .find({ _id: mongoose.trusted({ $in: ids.map((id) => withdrawnId(definition, id)) }) } as never)
    .session(session)
    .lean<WithdrawnRecord[]>();
  return found.map(({ record, standing }) => ({ ...(record as unknown as R), id: record._id, standing }));
}

/** Tells whether the record of an id is one that was withdrawn. */
export async function isWithdrawn<R extends Stored>(
  database: ModelDatabase,
  definition: ModelDefinition<R>,
  session: ClientSession,
  id: string,
): Promise<boolean> {
  return definition.withdrawable && (await readWithdrawn(database, definition, [id], session)).length > 0;
}

/** The refusal of a write about a record that was withdrawn. */
export function recordWithdrawn(called: Sentence, id: string, argument: string): Refusal {
  return refusal(
    'RULE_VIOLATED',
    {
      en: `The ${called.en} "${id}" was withdrawn: nothing is written about it until it is restored.`,
      th: `${called.th} "${id}" ถูกถอนแล้ว จึงบันทึกข้อมูลเกี่ยวกับรายการนี้ไม่ได้จนกว่าจะนำกลับคืน`,
    },
    { argument, rule: 'WITHDRAWN' },
  );
}
