import { asStored, type SeedFile, type SeedItem } from '../../runtime/seed.js';
import { eventKeys, eventSearchPaths } from '../event/event.derived.js';
import { eventModel, type StoredEvent } from '../event/event.model.js';

/** The events' first content. */
export const eventsSeed: readonly SeedFile[] = [
  {
    model: eventModel,
    file: 'subgraphs/events/seed/events.json',
    documents: (items) => items.map(eventOf),
    derive: (event) => ({ ...eventKeys(event as StoredEvent), ...eventSearchPaths(event as StoredEvent) }),
  },
];

function eventOf(item: SeedItem) {
  const event = item as unknown as StoredEvent;
  return asStored({ ...item, ...eventKeys(event), ...eventSearchPaths(event) });
}
