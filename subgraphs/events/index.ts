import 'reflect-metadata';
import { factResolvers } from '../facts/fact-resolvers.js';
import { defineSubgraph } from '../runtime/subgraph.js';
import { AppearanceResolver } from './appearance.resolver.js';
import { ChallengeResolver } from './challenge.resolver.js';
import { CityResolver } from './city.resolver.js';
import { eventModel } from './event.model.js';
import { EventResolver } from './event.resolver.js';
import { eventsLoaders } from './loaders.js';
import { PartnerResolver } from './partner.resolver.js';
import { PersonResolver } from './person.resolver.js';
import { ProgrammeResolver } from './programme.resolver.js';
import { eventsSeed } from './seed.js';
import { EventSessionResolver } from './session.resolver.js';
import { SolutionResolver } from './solution.resolver.js';
import { Vocabulary } from './vocabulary.entity.js';
import { VocabularyResolver } from './vocabulary.resolver.js';

/** Events with their sessions and those who take part. */
export const events = defineSubgraph({
  name: 'events',
  models: [eventModel],
  types: [Vocabulary],
  resolvers: [...factResolvers, EventResolver, EventSessionResolver, AppearanceResolver, CityResolver, PartnerResolver, PersonResolver, ChallengeResolver, SolutionResolver, ProgrammeResolver, VocabularyResolver],
  loaders: eventsLoaders,
  references: {
    Event: ({ id }, { loaders }) => loaders.events.byId.load(id as string),
    City: (city) => city,
    Partner: (partner) => partner,
    Person: (person) => person,
    Challenge: (challenge) => challenge,
    Solution: (solution) => solution,
    Programme: (programme) => programme,
    Vocabulary: (vocabulary) => vocabulary,
  },
  seed: eventsSeed,
});
