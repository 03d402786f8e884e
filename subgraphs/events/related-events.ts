import type { Row } from '../runtime/model.js';
import type { Page } from '../runtime/page.js';
import { eventOrders, type RelatedEventsArgs } from './event.args.js';
import { eventFilter, participant, participants, type ParticipantKind } from './event.filter.js';
import type { StoredEvent } from './event.model.js';
import type { EventsContext } from './loaders.js';

type EventPage = Promise<Page<Row<StoredEvent>>>;

/** The events that name a parent at a path. */
export function eventsAt(path: 'hosts' | 'solutionsShown' | 'programmeId', parentId: string, { filter, orderBy, ...page }: RelatedEventsArgs, { loaders }: EventsContext): EventPage {
  const parents = path === 'programmeId' ? ['$programmeId'] : `$${path}`;
  return loaders.events.related.load(parentId, { parents, of: (ids) => ({ [path]: { $in: ids } }), filter: eventFilter(filter), order: eventOrders.of(orderBy) }, page);
}

/** The events in which a city or partner takes part; a role that is asked for is its own. */
export function eventsWith(kind: ParticipantKind, parentId: string, { filter, orderBy, ...page }: RelatedEventsArgs, { loaders }: EventsContext): EventPage {
  const relation = { parents: participants(kind, filter?.role), of: (ids: string[]) => participant(kind, ids, filter?.role), filter: eventFilter(filter), order: eventOrders.of(orderBy) };
  return loaders.events.related.load(parentId, relation, page);
}
