import { webLinksResolver } from '../domain/web-links/web-link.type.js';
import { valueResolvers } from '../domain/value-resolvers.js';
import { AgreementResolver, SignatureResolver } from './agreement/agreement.resolver.js';
import { ChallengeResolver } from './contributions/challenge.resolver.js';
import { CityOrPartnerResolver } from './facts/party.resolver.js';
import { CityProvenHoldersResolver, ProvenHolderResolver } from './contributions/proven-holder.resolver.js';
import { CityResolver } from './contributions/city.resolver.js';
import { ClaimResolver } from './programme/claim.resolver.js';
import { CohortResolver } from './contributions/cohort.resolver.js';
import { DeploymentResolver } from './solution/deployment/deployment.resolver.js';
import { EventResolver } from './contributions/event.resolver.js';
import {
  CityGapsResolver,
  CitySelectionGapsResolver,
  CohortGapsResolver,
} from './contributions/cohort-gaps.resolver.js';
import { FactGapsResolver } from './gaps/fact-gaps.resolver.js';
import { PartnersByCitiesResolver } from './partner/links/partners-by-cities.resolver.js';
import { ChangeResolver } from '../runtime/history/change.type.js';
import { historyResolver } from '../runtime/history/history.resolver.js';
import { mayChangeResolver } from '../runtime/access/may-change.resolver.js';
import { agreementModel } from './agreement/agreement.model.js';
import { partnerModel } from './partner/partner.model.js';
import { personModel } from './person/person.model.js';
import { programmeModel } from './programme/programme.model.js';
import { solutionModel } from './solution/solution.model.js';
import { allowedMutationsResolver } from '../runtime/access/allowed-mutations.resolver.js';
import { Permissions } from './references.js';
import { Agreement } from './agreement/agreement.type.js';
import { Partner } from './partner/partner.type.js';
import { Person } from './person/person.type.js';
import { Programme } from './programme/programme.type.js';
import { Solution } from './solution/solution.type.js';
import { IntroductionMadeResolver } from './solution/introduction/introduction-made.resolver.js';
import { IntroductionResolver } from './solution/introduction/introduction.resolver.js';
import {
  CityPartnerResolver,
  CohortPartnerResolver,
  PartnerLinkResolver,
} from './partner/links/partner-link.resolver.js';
import { OfficeResolver } from './person/office.resolver.js';
import { PartnerRoleResolver } from './partner/partner-role.resolver.js';
import { PartnerResolver } from './partner/partner.resolver.js';
import { PersonResolver } from './person/person.resolver.js';
import { ProgrammeResolver } from './programme/programme.resolver.js';
import { QuoteResolver } from './person/quote.resolver.js';
import { SolutionResolver } from './solution/solution.resolver.js';
import { SearchPartnersResolver } from './search/search.resolver.js';
import { AgreementStatsResolver } from './statistics/agreement-stats.resolver.js';
import { PartnerStatsResolver } from './statistics/partner-stats.resolver.js';
import { SolutionStatsResolver } from './statistics/solution-stats.resolver.js';
import {
  CitySuggestionsResolver,
  PeerCityResolver,
  SuggestedSolutionResolver,
  SuggestionReasonResolver,
} from './suggestions/suggestion.resolver.js';
import { TargetResolver } from './programme/target.resolver.js';
import { SearchPartResolver } from './search/search-part.resolver.js';
import { TimelineResolver } from './timeline/timeline.resolver.js';
import { VocabularyResolver } from './vocabulary/vocabulary.resolver.js';
import { AppointOfficerMutation, LeaveOfficeMutation } from './person/office.mutation.js';
import { DeploySolutionMutation, MoveDeploymentStageMutation } from './solution/deployment/deployment.mutation.js';
import { IntroduceSolutionMutation } from './solution/introduction/introduction.mutation.js';
import { DeploymentStandingMutations } from './solution/deployment/deployment-standing.mutation.js';
import { IntroductionStandingMutations } from './solution/introduction/introduction-standing.mutation.js';
import { ChangeDeploymentMutation } from './solution/deployment/deployment-correction.mutation.js';
import { ChangeIntroductionMutation } from './solution/introduction/introduction-correction.mutation.js';
import { AppointmentCorrectionMutations } from './person/office-correction.mutation.js';
import { PartnerWithdrawalMutations } from './partner/partner-withdrawal.js';
import { ProgrammeWithdrawalMutations } from './programme/programme-withdrawal.js';
import { SolutionWithdrawalMutations } from './solution/solution-withdrawal.js';
import { ProgrammeMutations } from './programme/programme.mutation.js';
import { ChangeSolutionMutation } from './solution/solution-correction.mutation.js';
import { PublishSolutionMutation } from './solution/solution.mutation.js';
import { OutcomeCorrectionMutations, RecordOutcomeMutation } from './solution/deployment/outcome.mutation.js';
import { ChangePartnerMutation, RegisterPartnerMutation } from './partner/partner.mutation.js';
import { BarrierMutations } from './agreement/barrier.mutation.js';
import { AgreementWithdrawalMutations } from './agreement/agreement-withdrawal.js';
import { AgreementCorrectionMutations } from './agreement/agreement-correction.mutation.js';
import { SignAgreementMutation } from './agreement/agreement.mutation.js';

const HISTORY =
  'The changes of the record: who made them, when and why, the latest first. Records from the first data have no change until somebody changes them.';

/** Every resolver of this subgraph, in the order in which the schema prints their fields. */
export const resolvers = [
  ...valueResolvers,
  AgreementResolver,
  SignatureResolver,
  ChallengeResolver,
  CityOrPartnerResolver,
  CityProvenHoldersResolver,
  ProvenHolderResolver,
  CityResolver,
  ClaimResolver,
  CohortResolver,
  DeploymentResolver,
  EventResolver,
  FactGapsResolver,
  CohortGapsResolver,
  CitySelectionGapsResolver,
  CityGapsResolver,
  ChangeResolver,
  ...[Partner, Person, Programme, Solution, Agreement].map((type) => historyResolver(type, HISTORY)),
  mayChangeResolver(Partner, partnerModel),
  mayChangeResolver(Person, personModel),
  mayChangeResolver(Programme, programmeModel),
  mayChangeResolver(Solution, solutionModel),
  mayChangeResolver(Agreement, agreementModel),
  ...[Partner, Person, Programme, Solution].map(webLinksResolver),
  IntroductionResolver,
  IntroductionMadeResolver,
  CityPartnerResolver,
  CohortPartnerResolver,
  OfficeResolver,
  PartnerLinkResolver,
  PartnerRoleResolver,
  PartnerResolver,
  PartnersByCitiesResolver,
  PersonResolver,
  ProgrammeResolver,
  QuoteResolver,
  SolutionResolver,
  SearchPartnersResolver,
  SearchPartResolver,
  AgreementStatsResolver,
  PartnerStatsResolver,
  SolutionStatsResolver,
  CitySuggestionsResolver,
  PeerCityResolver,
  SuggestedSolutionResolver,
  SuggestionReasonResolver,
  TargetResolver,
  TimelineResolver,
  VocabularyResolver,
  allowedMutationsResolver(Permissions, 'partners'),
  AppointOfficerMutation,
  DeploySolutionMutation,
  DeploymentStandingMutations,
  IntroductionStandingMutations,
  IntroduceSolutionMutation,
  LeaveOfficeMutation,
  MoveDeploymentStageMutation,
  PublishSolutionMutation,
  RecordOutcomeMutation,
  OutcomeCorrectionMutations,
  ChangeDeploymentMutation,
  ChangeIntroductionMutation,
  AppointmentCorrectionMutations,
  RegisterPartnerMutation,
  ChangePartnerMutation,
  ChangeSolutionMutation,
  ProgrammeMutations,
  PartnerWithdrawalMutations,
  SolutionWithdrawalMutations,
  ProgrammeWithdrawalMutations,
  BarrierMutations,
  AgreementCorrectionMutations,
  AgreementWithdrawalMutations,
  SignAgreementMutation,
];
