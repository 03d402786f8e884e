import { gapModel } from '../domain/gaps/gap.model.js';
import { openCollection } from '../runtime/database/collection.js';
import type { Clock } from '../runtime/clock.js';
import type { Database } from '../runtime/database/database.js';
import { embeddedPages } from '../runtime/lists/embedded-pages.js';
import type { Order } from '../runtime/lists/order.js';
import type { SubgraphContext } from '../runtime/subgraph.js';
import { changeModel } from '../runtime/history/change.model.js';
import { citiesWithEventsLoader } from './contributions/cohort.loader.js';
import { courseOfRoundLoader } from './course/course.loader.js';
import { enrolmentModel } from './course/enrolment.model.js';
import { sessionOf } from './event/event-parts.js';
import { eventModel, type StoredParticipation, type StoredSession } from './event/event.model.js';
import { invitationModel } from './invitation/invitation.model.js';
import { registrationModel } from './registration/registration.model.js';
import { upcomingLoader } from './upcoming/upcoming.loader.js';

/** By the first day on which the event may start, then by event. */
const byStart: Order = { key: 'START', path: 'earliestStart', direction: 1 };

/** What one request reads from the events' database. */
export function eventsLoaders(database: Database, clock: Clock) {
  const events = openCollection(database, eventModel);
  return {
    events,
    registrations: openCollection(database, registrationModel),
    invitations: openCollection(database, invitationModel),
    enrolments: openCollection(database, enrolmentModel),
    changes: openCollection(database, changeModel),
    gaps: openCollection(database, gapModel),
    courseOfRound: courseOfRoundLoader(database),
    cityHasEvent: citiesWithEventsLoader(database.model(eventModel)),
    upcoming: upcomingLoader(events, clock),
    sessions: embeddedPages(database, eventModel, {
      list: 'sessions',
      order: byStart,
      needs: [],
      node: ({ id }, session: StoredSession) => sessionOf(id, session),
    }),
    participations: embeddedPages(database, eventModel, {
      list: 'participations',
      order: byStart,
      needs: [],
      node: ({ id }, participation: StoredParticipation) => ({ eventId: id, ...participation }),
    }),
  };
}

export type EventsContext = SubgraphContext<ReturnType<typeof eventsLoaders>>;
