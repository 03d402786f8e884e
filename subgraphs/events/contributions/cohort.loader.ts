import type DataLoader from 'dataloader';
import mongoose, { type Model } from 'mongoose';
import { createLoader } from '../../runtime/database/loader.js';
import type { StoredEvent } from '../event/event.model.js';

/** Tells of cities whether any event is held in them or names them: one read a tick, of index entries only. */
export function citiesWithEventsLoader(events: Model<StoredEvent>): DataLoader<string, boolean> {
  return createLoader(async (ids: readonly string[]) => {
    const found = new Set<string>(
      await events.distinct('cityIds', mongoose.trusted({ cityIds: { $in: [...ids] } }) as never),
    );
    return ids.map((id) => found.has(id));
  });
}
