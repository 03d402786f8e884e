import { openCollection } from '../runtime/collection.js';
import type { Database } from '../runtime/database.js';
import type { SubgraphContext } from '../runtime/subgraph.js';
import { changeModel } from '../runtime/write/change.model.js';
import { citiesWithEventsLoader } from './cities-with-events.loader.js';
import { courseOfRoundLoader } from './course-of-round.loader.js';
import { embeddedPages } from './embedded-pages.js';
import { enrolmentModel } from './enrolment.model.js';
import { eventModel, type StoredParticipation, type StoredSession } from './event.model.js';
import { invitationModel } from './invitation.model.js';
import { registrationModel } from './registration.model.js';
import { upcomingLoader } from './upcoming.loader.js';

/** What one request reads from the events' database. */
export function eventsLoaders(database: Database) {
  const events = openCollection(database, eventModel);
  return {
    events,
    registrations: openCollection(database, registrationModel),
    invitations: openCollection(database, invitationModel),
    enrolments: openCollection(database, enrolmentModel),
    changes: openCollection(database, changeModel),
    courseOfRound: courseOfRoundLoader(database),
    cityHasEvent: citiesWithEventsLoader(database.model(eventModel)),
    upcoming: upcomingLoader(events),
    sessionsOfChallenge: embeddedPages<StoredSession>(database.model(eventModel), { list: 'sessions', parents: 'challenges' }),
    participationsOfPerson: embeddedPages<StoredParticipation>(database.model(eventModel), { list: 'participations', parents: 'personId' }),
  };
}

export type EventsContext = SubgraphContext<ReturnType<typeof eventsLoaders>>;
