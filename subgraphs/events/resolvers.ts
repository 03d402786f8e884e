import { AppearanceResolver } from './appearance.resolver.js';
import { ChallengeResolver } from './challenge.resolver.js';
import { CityResolver } from './city.resolver.js';
import { CohortResolver } from './cohort.resolver.js';
import { CourseMutation } from './course.mutation.js';
import {
  CityGraduatesResolver,
  CourseRoundResolver,
  EnrolmentResolver,
  EventRoundsResolver,
  PersonGraduationsResolver,
} from './course.resolver.js';
import { EventMutation } from './event.mutation.js';
import { EventResolver } from './event.resolver.js';
import { historyResolvers } from './history.resolver.js';
import { CityInvitationsResolver, EventInvitationsResolver, InvitationResolver } from './invitation.resolver.js';
import { PartnerResolver } from './partner.resolver.js';
import { PersonResolver } from './person.resolver.js';
import { ProgrammeResolver } from './programme.resolver.js';
import { RegistrationMutation } from './registration.mutation.js';
import {
  CityRegistrationsResolver,
  EventRegistrationsResolver,
  PartnerRegistrationsResolver,
  RegistrationResolver,
} from './registration.resolver.js';
import { SearchResolver } from './search.resolver.js';
import { EventSessionResolver } from './session.resolver.js';
import { SolutionResolver } from './solution.resolver.js';
import { StatsResolver } from './stats.resolver.js';
import { SuggestedEventsResolver } from './suggested-events.resolver.js';
import { TimelineResolver } from './timeline.resolver.js';
import { VocabularyResolver } from './vocabulary.resolver.js';

/** The resolvers of the subgraph: of what it owns, of its writes, and of what it adds to others. */
export const resolvers = [
  ...[EventResolver, EventSessionResolver, AppearanceResolver, SearchResolver, StatsResolver, ...historyResolvers],
  ...[
    EventRegistrationsResolver,
    RegistrationResolver,
    EventInvitationsResolver,
    InvitationResolver,
    EventRoundsResolver,
    CourseRoundResolver,
    EnrolmentResolver,
  ],
  ...[EventMutation, RegistrationMutation, CourseMutation],
  ...[
    CityResolver,
    CityRegistrationsResolver,
    CityInvitationsResolver,
    CityGraduatesResolver,
    SuggestedEventsResolver,
    CohortResolver,
  ],
  ...[
    PartnerResolver,
    PartnerRegistrationsResolver,
    PersonResolver,
    PersonGraduationsResolver,
    ChallengeResolver,
    SolutionResolver,
    ProgrammeResolver,
    TimelineResolver,
    VocabularyResolver,
  ],
] as const;
