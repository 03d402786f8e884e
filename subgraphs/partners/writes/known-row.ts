import type { ModelDefinition, Stored } from '../../runtime/model.js';
import { refusal } from '../../runtime/errors.js';
import type { Database } from '../../runtime/database.js';
import { readRow } from '../../runtime/write/rows.js';
import type { Write } from '../../runtime/write/write.js';

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
  await readRow(database, definition, write, id, argument);
  return id;
}

/**
 * Checks that nobody has an id yet.
 *
 * @throws CONFLICT
 */
export async function checkFreeId<R extends Stored>(
  database: Database,
  definition: ModelDefinition<R>,
  { session }: Write,
  argument: string,
  id: string,
): Promise<void> {
  if (!(await database.model(definition).findById(id, { _id: 1 }).session(session).lean())) return;
  throw refusal('CONFLICT', { en: `There is a record "${id}" already.`, th: `มีข้อมูล "${id}" อยู่แล้ว` }, { argument });
}
