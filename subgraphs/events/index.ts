import 'reflect-metadata';
import { factResolvers } from '../facts/fact-resolvers.js';
import { defineSubgraph } from '../runtime/subgraph.js';
import { Cohort } from './cohort.entity.js';
import { enrolmentModel } from './enrolment.model.js';
import { eventModel } from './event.model.js';
import { invitationModel } from './invitation.model.js';
import { eventsLoaders } from './loaders.js';
import { registrationModel } from './registration.model.js';
import { resolvers } from './resolvers.js';
import { eventsSeed } from './seed.js';
import { Timeline } from './timeline.entity.js';
import { Vocabulary } from './vocabulary.entity.js';

/** Events with their sessions and those who take part. */
export const events = defineSubgraph({
  name: 'events',
  models: [eventModel, registrationModel, invitationModel, enrolmentModel],
  types: [Cohort, Timeline, Vocabulary],
  resolvers: [...factResolvers, ...resolvers],
  loaders: eventsLoaders,
  references: {
    Event: ({ id }, { loaders }) => loaders.events.byId.load(id as string),
    City: (city) => city,
    Cohort: (cohort) => cohort,
    Partner: (partner) => partner,
    Person: (person) => person,
    Challenge: (challenge) => challenge,
    Solution: (solution) => solution,
    Programme: (programme) => programme,
    Timeline: (timeline) => timeline,
    Vocabulary: (vocabulary) => vocabulary,
  },
  seed: eventsSeed,
});
