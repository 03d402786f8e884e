import 'reflect-metadata';
import { ENTITY_OWNERS } from '../domain/entity-owners.js';
import { momentModel } from '../domain/timeline/moment.model.js';
import { TimelinePart } from '../domain/timeline/timeline-part.type.js';
import { VocabularyPart } from '../domain/vocabulary/vocabulary-part.type.js';
import { defineSubgraph } from '../runtime/subgraph.js';
import { challengeModel } from './challenge/challenge.model.js';
import { cityModel } from './city/city.model.js';
import { cohortModel } from './cohort/cohort.model.js';
import { citiesLoaders } from './loaders.js';
import { Partner, Person, Target } from './references.js';
import { planModel } from './plan/plan.model.js';
import { provinceModel } from './province/province.model.js';
import { resolvers } from './resolvers.js';
import { citiesSeed } from './seed/seed.js';
import { changeLabels } from './vocabulary/change-labels.js';

/** Cities, their provinces, cohorts, challenges and plans. */
export const cities = defineSubgraph({
  name: 'cities',
  models: [cityModel, provinceModel, cohortModel, challengeModel, planModel, momentModel],
  types: [Partner, Person, Target, TimelinePart, VocabularyPart],
  resolvers,
  loaders: citiesLoaders,
  references: {
    City: ({ id }, { loaders }) => loaders.cities.byId.load(id as string),
    Province: ({ code }, { loaders }) => loaders.provinces.byId.load(code as string),
    Cohort: ({ id }, { loaders }) => loaders.cohorts.byId.load(id as string),
    Challenge: ({ code }, { loaders }) => loaders.challenges.byId.load(code as string),
    CityPlan: ({ id }, { loaders }) => loaders.plans.byId.load(id as string),
    CitySelection: (selection) => selection,
    Programme: (programme) => programme,
    Target: (target) => target,
    Timeline: (timeline) => timeline,
    Vocabulary: (vocabulary) => vocabulary,
    Search: (search) => search,
    Permissions: (permissions) => permissions,
  },
  entityOwners: ENTITY_OWNERS,
  changeLabels,
  seed: citiesSeed,
});
