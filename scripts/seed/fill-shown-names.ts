import type { Database } from '../../subgraphs/runtime/database/database.js';
import type { ModelDefinition } from '../../subgraphs/runtime/database/model.js';
import { thai } from '../../subgraphs/runtime/lists/order.js';

/**
 * Gives documents the names that lists are ordered by, where they were stored without: by an older version, or unchecked.
 * Others are not read; the index must be there.
 */
export async function fillShownNames(database: Database, definition: ModelDefinition): Promise<void> {
  if (!definition.named) return;
  const shownName = { en: { $ifNull: ['$name.en', '$name.th'] }, th: { $ifNull: ['$name.th', '$name.en'] } };
  await database.model(definition).collection.updateMany({ 'shownName.th': null }, [{ $set: { shownName } }], {
    collation: thai,
    hint: 'shown_name_thai',
  });
}
