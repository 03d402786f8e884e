import 'reflect-metadata';
import { factResolvers } from '../facts/fact-resolvers.js';
import { defineSubgraph } from '../runtime/subgraph.js';
import { challengeModel } from './challenge.model.js';
import { ChallengeResolver } from './challenge.resolver.js';
import { CityChallengeResolver, MembershipResolver } from './city-link.resolver.js';
import { cityModel } from './city.model.js';
import { CityResolver } from './city.resolver.js';
import { cohortModel } from './cohort.model.js';
import { CohortResolver } from './cohort.resolver.js';
import { citiesLoaders } from './loaders.js';
import { CityMembershipKeysResolver, CohortMemberCitiesResolver } from './membership-key.resolver.js';
import { Partner } from './partner.entity.js';
import { CityPeerCandidatesResolver } from './peer-candidate.resolver.js';
import { Person } from './person.entity.js';
import { planModel } from './plan.model.js';
import { CityPlanResolver } from './plan.resolver.js';
import { ProgrammeResolver } from './programme.resolver.js';
import { provinceModel } from './province.model.js';
import { ProvinceResolver } from './province.resolver.js';
import { citiesSeed } from './seed.js';
import { Target } from './target.entity.js';
import { TargetResolver } from './target.resolver.js';

/** Cities, their provinces, cohorts, challenges and plans. */
export const cities = defineSubgraph({
  name: 'cities',
  models: [cityModel, provinceModel, cohortModel, challengeModel, planModel],
  types: [Partner, Person, Target],
  resolvers: [...factResolvers, CityResolver, CityMembershipKeysResolver, CityPeerCandidatesResolver, MembershipResolver, CityChallengeResolver, ProvinceResolver, CohortResolver, CohortMemberCitiesResolver, ChallengeResolver, CityPlanResolver, ProgrammeResolver, TargetResolver],
  loaders: citiesLoaders,
  references: {
    City: ({ id }, { loaders }) => loaders.cities.byId.load(id as string),
    Province: ({ code }, { loaders }) => loaders.provinces.byId.load(code as string),
    Cohort: ({ id }, { loaders }) => loaders.cohorts.byId.load(id as string),
    Challenge: ({ code }, { loaders }) => loaders.challenges.byId.load(code as string),
    CityPlan: ({ id }, { loaders }) => loaders.plans.byId.load(id as string),
    Programme: (programme) => programme,
    Target: (target) => target,
  },
  seed: citiesSeed,
});
