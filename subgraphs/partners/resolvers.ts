import { AgreementResolver } from './agreement.resolver.js';
import { ChallengeResolver } from './challenge.resolver.js';
import { CityOrPartnerResolver } from './city-or-partner.resolver.js';
import { CityProvenHoldersResolver, ProvenHolderResolver } from './city-proven-holders.resolver.js';
import { CityResolver } from './city.resolver.js';
import { ClaimResolver } from './claim.resolver.js';
import { CohortResolver } from './cohort.resolver.js';
import { DeploymentResolver } from './deployment.resolver.js';
import { EventResolver } from './event.resolver.js';
import { CityGapsResolver, CohortGapsResolver } from './gaps/gaps.resolver.js';
import { historyResolvers } from './history.resolver.js';
import { IntroductionResolver } from './introduction.resolver.js';
import { CityPartnerResolver, CohortPartnerResolver } from './linked-partner.resolver.js';
import { OfficeResolver } from './office.resolver.js';
import { PartnerLinkResolver } from './partner-link.resolver.js';
import { PartnerRoleResolver } from './partner-role.resolver.js';
import { PartnerResolver } from './partner.resolver.js';
import { PersonResolver } from './person.resolver.js';
import { ProgrammeResolver } from './programme.resolver.js';
import { QuoteResolver } from './quote.resolver.js';
import { SolutionResolver } from './solution.resolver.js';
import { SearchPartnersResolver } from './search/search-partners.resolver.js';
import { AgreementStatsResolver } from './statistics/agreement-stats.resolver.js';
import { PartnerStatsResolver } from './statistics/partner-stats.resolver.js';
import { SolutionStatsResolver } from './statistics/solution-stats.resolver.js';
import { CitySuggestionsResolver } from './suggestions/city-suggestions.resolver.js';
import {
  PeerCityResolver,
  SuggestedSolutionResolver,
  SuggestionReasonResolver,
} from './suggestions/suggestion.resolver.js';
import { TargetResolver } from './target.resolver.js';
import { TimelineResolver } from './timeline.resolver.js';
import { VocabularyResolver } from './vocabulary.resolver.js';
import { writes } from './writes/writes.js';

const own = [PartnerResolver, PersonResolver, ProgrammeResolver, SolutionResolver, AgreementResolver];
const heldInThem = [
  PartnerRoleResolver,
  OfficeResolver,
  QuoteResolver,
  TargetResolver,
  ClaimResolver,
  DeploymentResolver,
  IntroductionResolver,
  CityOrPartnerResolver,
];
const addedToOthers = [
  CityResolver,
  CohortResolver,
  ChallengeResolver,
  EventResolver,
  CityPartnerResolver,
  CohortPartnerResolver,
  PartnerLinkResolver,
  TimelineResolver,
  VocabularyResolver,
];
const gaps = [CohortGapsResolver, CityGapsResolver];
const suggestions = [
  CityProvenHoldersResolver,
  ProvenHolderResolver,
  CitySuggestionsResolver,
  PeerCityResolver,
  SuggestedSolutionResolver,
  SuggestionReasonResolver,
];
const statistics = [PartnerStatsResolver, SolutionStatsResolver, AgreementStatsResolver];

/** The resolvers of the partners: of their own entities, of the facts held in those, and of what is added to others. */
export const resolvers = [
  ...own,
  ...heldInThem,
  ...addedToOthers,
  ...suggestions,
  ...gaps,
  ...statistics,
  ...historyResolvers,
  SearchPartnersResolver,
  ...writes,
];
