import type { Row } from '../../runtime/database/model.js';
import type { Page } from '../../runtime/lists/page.js';
import { eventOrders, eventFilter, participant, type RelatedEventsArgs, type ParticipantKind } from './event.args.js';
import type { StoredEvent } from './event.model.js';
import type { EventsContext } from '../loaders.js';

type EventPage = Promise<Page<Row<StoredEvent>>>;

/** The events that name a parent at a path. */
export async function eventsAt(
  path: 'hosts' | 'solutionsShown' | 'programmeId',
  parentId: string,
  { filter, orderBy, ...page }: RelatedEventsArgs,
  context: EventsContext,
): EventPage {
  return context.loaders.events.related.load(
    parentId,
    { of: (id) => ({ [path]: id }), filter: await eventFilter(context, filter), order: eventOrders.of(orderBy) },
    page,
  );
}

/** The events in which a city or partner takes part; a role that is asked for is its own. */
export async function eventsWith(
  kind: ParticipantKind,
  parentId: string,
  { filter, orderBy, ...page }: RelatedEventsArgs,
  context: EventsContext,
): EventPage {
  return context.loaders.events.related.load(
    parentId,
    {
      of: (id) => participant(kind, id, filter?.role),
      filter: await eventFilter(context, filter),
      order: eventOrders.of(orderBy),
    },
    page,
  );
}
