import { factResolvers } from '../facts/fact-resolvers.js';
import { ChallengeResolver } from './challenge.resolver.js';
import { CityChallengeResolver, MembershipResolver } from './city-link.resolver.js';
import { CityStatsResolver } from './city-stats.resolver.js';
import { CityResolver } from './city.resolver.js';
import { CohortResolver } from './cohort.resolver.js';
import { FactGapsResolver } from './fact-gap.resolver.js';
import { historyResolvers } from './history.resolver.js';
import { CityMembershipKeysResolver, CohortMemberCitiesResolver } from './membership-key.resolver.js';
import { ChallengeKeyResolver, CityPeerCandidatesResolver } from './peer-candidate.resolver.js';
import { CityPlanResolver } from './plan.resolver.js';
import { ProgrammeResolver } from './programme.resolver.js';
import { ProvinceResolver } from './province.resolver.js';
import { SearchCitiesResolver } from './search-cities.resolver.js';
import { TargetResolver } from './target.resolver.js';
import { TimelineResolver } from './timeline.resolver.js';
import { VocabularyResolver } from './vocabulary.resolver.js';
import { citiesWrites } from './writes.js';

/** Everything that answers a field of this subgraph. */
export const citiesResolvers = [
  ...factResolvers,
  CityResolver,
  CityMembershipKeysResolver,
  CityPeerCandidatesResolver,
  ChallengeKeyResolver,
  MembershipResolver,
  CityChallengeResolver,
  ProvinceResolver,
  CohortResolver,
  CohortMemberCitiesResolver,
  ChallengeResolver,
  CityPlanResolver,
  ProgrammeResolver,
  TargetResolver,
  SearchCitiesResolver,
  CityStatsResolver,
  FactGapsResolver,
  ...historyResolvers,
  TimelineResolver,
  VocabularyResolver,
  ...citiesWrites,
];
