import type DataLoader from 'dataloader';
import mongoose, { type Model } from 'mongoose';
import { currentOperation } from '../../runtime/execution/current-operation.js';
import { startsWithin, type StartWindow } from '../event/event.args.js';
import { createLoader } from '../../runtime/database/loader.js';
import type { StoredEvent } from '../event/event.model.js';

/**
 * Tells of cities whether any event is held in them or names them, of those that start in a window when one is given: one
 * read a tick and window, without a window of index entries only.
 */
export function citiesWithEventsLoader(
  events: Model<StoredEvent>,
): (within: StartWindow | null) => DataLoader<string, boolean> {
  const operation = currentOperation();
  const loaders = new Map<string, DataLoader<string, boolean>>();
  return (within) => {
    const key = JSON.stringify(within);
    const loader = loaders.get(key) ?? create(within);
    loaders.set(key, loader);
    return loader;
  };

  function create(within: StartWindow | null): DataLoader<string, boolean> {
    return createLoader(
      async (ids: readonly string[]) => {
        const filter = { cityIds: { $in: [...ids] }, ...(within && startsWithin(within, 'within')) };
        const found = new Set<string>(await events.distinct('cityIds', mongoose.trusted(filter) as never));
        return ids.map((id) => found.has(id));
      },
      {},
      operation,
    );
  }
}
