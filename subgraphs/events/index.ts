import 'reflect-metadata';
import { ENTITY_OWNERS } from '../domain/entity-owners.js';
import { gapModel } from '../domain/gaps/gap.model.js';
import { momentModel } from '../domain/timeline/moment.model.js';
import { defineSubgraph } from '../runtime/subgraph.js';
import { CitySelection, Cohort, Permissions, Search, Timeline, Vocabulary } from './references.js';
import { enrolmentModel } from './course/enrolment.model.js';
import { eventModel } from './event/event.model.js';
import { migrateEvents } from './event/migrate-events.js';
import { invitationModel } from './invitation/invitation.model.js';
import { eventsLoaders } from './loaders.js';
import { registrationModel } from './registration/registration.model.js';
import { resolvers } from './resolvers.js';
import { eventsSeed } from './seed/seed.js';
import { changeLabels } from './vocabulary/change-labels.js';

/** Events with their sessions and those who take part. */
export const events = defineSubgraph({
  name: 'events',
  models: [eventModel, registrationModel, invitationModel, enrolmentModel, momentModel, gapModel],
  types: [Cohort, CitySelection, Timeline, Vocabulary, Search, Permissions],
  resolvers,
  loaders: eventsLoaders,
  references: {
    Event: ({ id }, { loaders }) => loaders.events.byId.load(id as string),
    City: (city) => city,
    Cohort: (cohort) => cohort,
    CitySelection: (selection) => selection,
    Partner: (partner) => partner,
    Person: (person) => person,
    Challenge: (challenge) => challenge,
    Solution: (solution) => solution,
    Programme: (programme) => programme,
    Timeline: (timeline) => timeline,
    Vocabulary: (vocabulary) => vocabulary,
    Search: (search) => search,
    Permissions: (permissions) => permissions,
  },
  entityOwners: ENTITY_OWNERS,
  changeLabels,
  seed: eventsSeed,
  migrate: migrateEvents,
});
