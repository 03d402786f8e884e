import { valueResolvers } from '../domain/value-resolvers.js';
import { webLinksResolver } from '../domain/web-links/web-link.type.js';
import { ChallengeResolver } from './challenge/challenge.resolver.js';
import { CityChallengeResolver, MembershipResolver } from './city/membership/membership.resolver.js';
import { CityStatsResolver } from './statistics/city-stats.resolver.js';
import { StatusStatsResolver } from './statistics/status-stats.resolver.js';
import { CityStatusChangedResolver } from './city/status/status-changed.resolver.js';
import { CityResolver } from './city/city.resolver.js';
import { CitySelectionResolver } from './city/city-selection.resolver.js';
import { CohortResolver } from './cohort/cohort.resolver.js';
import { FactGapsResolver } from './city/facts/fact-gap.resolver.js';
import { ChangeResolver } from '../runtime/history/change.type.js';
import { historyResolver } from '../runtime/history/history.resolver.js';
import { mayChangeResolver } from '../runtime/access/may-change.resolver.js';
import { challengeModel } from './challenge/challenge.model.js';
import { cityModel } from './city/city.model.js';
import { cohortModel } from './cohort/cohort.model.js';
import { planModel } from './plan/plan.model.js';
import { allowedMutationsResolver } from '../runtime/access/allowed-mutations.resolver.js';
import { Permissions } from './references.js';
import { MeResolver } from './vocabulary/me.resolver.js';
import { City } from './city/city.type.js';
import { CityPlan } from './plan/plan.type.js';
import { ownersOfProgramme } from './city/membership/membership-right.js';
import { CityMembershipKeysResolver, CohortMemberCitiesResolver } from './city/membership/membership-key.resolver.js';
import { ChallengeKeyResolver, CityPeerCandidatesResolver } from './suggestions/suggestion.resolver.js';
import { CityDimensionResolver, CityPlanResolver } from './plan/plan.resolver.js';
import { ProgrammeResolver } from './contributions/programme.resolver.js';
import { ProvinceResolver } from './province/province.resolver.js';
import { NetworkSearchResolver } from './search/network-search.resolver.js';
import { SearchCitiesResolver } from './search/search.resolver.js';
import { TargetResolver } from './contributions/target.resolver.js';
import { TimelineResolver } from './timeline/timeline.resolver.js';
import { VocabularyResolver } from './vocabulary/vocabulary.resolver.js';
import { CityStatusCorrectionMutation } from './city/status/status-correction.mutation.js';
import { AdvanceCityStatusMutation } from './city/status/status.mutation.js';
import { DeclareChallengeMutation, WithdrawChallengeMutation } from './challenge/challenge.mutation.js';
import {
  ChangeMembershipMutation,
  JoinProgrammeMutation,
  LeaveProgrammeMutation,
} from './city/membership/membership.mutation.js';
import { MembershipStandingMutation } from './city/membership/membership-standing.mutation.js';
import { ChallengeWithdrawalMutations } from './challenge/challenge-withdrawal.js';
import { CityWithdrawalMutations } from './city/register/city-withdrawal.js';
import { CohortWithdrawalMutations } from './cohort/cohort-withdrawal.js';
import { Challenge } from './challenge/challenge.type.js';
import { ChangeChallengeMutation } from './challenge/change-challenge.mutation.js';
import { RegisterChallengeMutation } from './challenge/register-challenge.mutation.js';
import { ChangeCityMutation } from './city/register/change-city.mutation.js';
import { RegisterCityMutation } from './city/register/register-city.mutation.js';
import { ChangeCohortMutation } from './cohort/change-cohort.mutation.js';
import { RegisterCohortMutation } from './cohort/cohort.mutation.js';
import { Cohort } from './cohort/cohort.type.js';
import { CityPlanCorrectionMutation } from './plan/plan-correction.mutation.js';
import { SubmitCityPlanMutation } from './plan/plan.mutation.js';

const HISTORY =
  'The changes of the record that were made through this API: who made them, when and why, the latest first.';

/** Every resolver of this subgraph, in the order in which the schema prints their fields. */
export const resolvers = [
  ...valueResolvers,
  ChallengeResolver,
  MembershipResolver,
  CityChallengeResolver,
  CityStatsResolver,
  StatusStatsResolver,
  CityResolver,
  CityStatusChangedResolver,
  CohortResolver,
  FactGapsResolver,
  ChangeResolver,
  ...[City, CityPlan, Cohort, Challenge].map((type) => historyResolver(type, HISTORY)),
  mayChangeResolver(City, cityModel),
  mayChangeResolver(CityPlan, planModel),
  mayChangeResolver(Cohort, cohortModel, ownersOfProgramme),
  mayChangeResolver(Challenge, challengeModel),
  webLinksResolver(City),
  CityMembershipKeysResolver,
  CitySelectionResolver,
  CohortMemberCitiesResolver,
  CityPeerCandidatesResolver,
  ChallengeKeyResolver,
  CityPlanResolver,
  CityDimensionResolver,
  ProgrammeResolver,
  ProvinceResolver,
  SearchCitiesResolver,
  NetworkSearchResolver,
  TargetResolver,
  TimelineResolver,
  VocabularyResolver,
  MeResolver,
  allowedMutationsResolver(Permissions, 'cities'),
  AdvanceCityStatusMutation,
  CityStatusCorrectionMutation,
  DeclareChallengeMutation,
  JoinProgrammeMutation,
  LeaveProgrammeMutation,
  ChangeMembershipMutation,
  MembershipStandingMutation,
  SubmitCityPlanMutation,
  CityPlanCorrectionMutation,
  WithdrawChallengeMutation,
  ChangeCityMutation,
  RegisterCityMutation,
  RegisterCohortMutation,
  ChangeCohortMutation,
  RegisterChallengeMutation,
  ChangeChallengeMutation,
  CityWithdrawalMutations,
  CohortWithdrawalMutations,
  ChallengeWithdrawalMutations,
];
