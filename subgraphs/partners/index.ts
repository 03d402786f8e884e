import 'reflect-metadata';
import { ENTITY_OWNERS } from '../domain/entity-owners.js';
import { gapModel } from '../domain/gaps/gap.model.js';
import { momentModel } from '../domain/timeline/moment.model.js';
import { defineSubgraph } from '../runtime/subgraph.js';
import { agreementModel } from './agreement/agreement.model.js';
import { partnersLoaders } from './loaders.js';
import { partnerModel } from './partner/partner.model.js';
import { officeVersionModel } from './person/office-version.model.js';
import { personModel } from './person/person.model.js';
import { programmeModel } from './programme/programme.model.js';
import { resolvers } from './resolvers.js';
import { partnersSeed } from './seed/seed.js';
import { solutionModel } from './solution/solution.model.js';
import { CitySelection, Permissions, Search, Timeline, Vocabulary } from './references.js';
import { changeLabels } from './vocabulary/change-labels.js';

/** Partners, their people, programmes, solutions and agreements. */
export const partners = defineSubgraph({
  name: 'partners',
  models: [
    partnerModel,
    personModel,
    programmeModel,
    solutionModel,
    agreementModel,
    officeVersionModel,
    momentModel,
    gapModel,
  ],
  types: [CitySelection, Timeline, Vocabulary, Search, Permissions],
  resolvers,
  loaders: partnersLoaders,
  references: {
    Partner: ({ id }, { loaders }) => loaders.partners.byId.load(id as string),
    Person: ({ id }, { loaders }) => loaders.people.byId.load(id as string),
    Programme: ({ id }, { loaders }) => loaders.programmes.byId.load(id as string),
    Target: ({ id }, { loaders }) => loaders.targets.load(id as string),
    Solution: ({ id }, { loaders }) => loaders.solutions.byId.load(id as string),
    Agreement: ({ id }, { loaders }) => loaders.agreements.byId.load(id as string),
    City: (city) => city,
    Cohort: (cohort) => cohort,
    CitySelection: (selection) => selection,
    Challenge: (challenge) => challenge,
    Event: (event) => event,
    Timeline: (timeline) => timeline,
    Vocabulary: (vocabulary) => vocabulary,
    Search: (search) => search,
    Permissions: (permissions) => permissions,
  },
  entityOwners: ENTITY_OWNERS,
  changeLabels,
  seed: partnersSeed,
});
