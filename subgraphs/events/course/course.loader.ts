import type DataLoader from 'dataloader';
import type { Database } from '../../runtime/database/database.js';
import { createLoader, groupLoader } from '../../runtime/database/loader.js';
import type { Row } from '../../runtime/database/model.js';
import { eventModel, type StoredEvent } from '../event/event.model.js';

/** Loads the course that a round belongs to, null for an unknown one: one `find` a tick. */
export function courseOfRoundLoader(database: Database): DataLoader<string, Row<StoredEvent> | null> {
  const groups = groupLoader(
    database.model(eventModel),
    eventModel,
    ({ rounds }) => rounds.map(({ id }) => id),
    (ids) => ({ 'rounds.id': { $in: ids } }),
  );
  return createLoader(
    async (ids) => (await groups.loadMany(ids)).map((found) => (found instanceof Error ? found : (found[0] ?? null))),
    { cache: false },
  );
}
