import type { Database } from '../../subgraphs/runtime/database/database.js';
import { changeModel } from '../../subgraphs/runtime/history/change.model.js';

/** The index of a field that an older version kept. */
const FORMER_INDEX = 'cityIds_1_type_1_at_-1__id_-1';

/**
 * Renames what changes that an older version stored are found by. The former index tells that there are such changes; it
 * is dropped when all are renamed.
 */
export async function fillConcerns(database: Database): Promise<void> {
  const { collection } = database.model(changeModel);
  if (!(await collection.indexExists(FORMER_INDEX))) return;
  await collection.updateMany({ cityIds: { $exists: true } }, { $rename: { cityIds: 'concerns' } });
  await collection.dropIndex(FORMER_INDEX);
}
