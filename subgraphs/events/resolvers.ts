import { valueResolvers } from '../domain/value-resolvers.js';
import { AppearanceResolver } from './event/participation/appearance.resolver.js';
import { ChallengeResolver } from './contributions/challenge.resolver.js';
import { CityResolver } from './contributions/city.resolver.js';
import { CitySelectionResolver, CohortResolver } from './contributions/cohort.resolver.js';
import { CourseMutation } from './course/course.mutation.js';
import { EnrolmentMutation } from './course/enrolment.mutation.js';
import { AnswerInvitationMutation } from './invitation/answer-invitation.mutation.js';
import { InvitationMutation } from './invitation/invitation.mutation.js';
import {
  CityGraduatesResolver,
  CourseRoundResolver,
  EnrolmentResolver,
  EventRoundsResolver,
  PersonGraduationsResolver,
} from './course/course.resolver.js';
import { AttendanceMutation } from './event/attendance.mutation.js';
import { EnrolmentStandingMutation } from './course/enrolment-standing.mutation.js';
import { GraduationMutation } from './course/graduation.mutation.js';
import { Enrolment } from './course/course.type.js';
import { Invitation } from './invitation/invitation.type.js';
import { Registration } from './registration/registration.type.js';
import { HostMutation } from './event/host.mutation.js';
import { EventMutation } from './event/event.mutation.js';
import { EventChangedResolver } from './event/event-changed.resolver.js';
import { EventResolver } from './event/event.resolver.js';
import { FactGapsResolver } from './gaps/fact-gaps.resolver.js';
import { ChangeResolver } from '../runtime/history/change.type.js';
import { historyResolver } from '../runtime/history/history.resolver.js';
import { mayChangeResolver } from '../runtime/access/may-change.resolver.js';
import { enrolmentModel } from './course/enrolment.model.js';
import { eventModel } from './event/event.model.js';
import { invitationModel } from './invitation/invitation.model.js';
import { registrationModel } from './registration/registration.model.js';
import { allowedMutationsResolver } from '../runtime/access/allowed-mutations.resolver.js';
import { Permissions } from './references.js';
import { Event } from './event/event.type.js';
import {
  CityInvitationsResolver,
  EventInvitationsResolver,
  InvitationResolver,
  PartnerInvitationsResolver,
} from './invitation/invitation.resolver.js';
import { PartnerResolver } from './contributions/partner.resolver.js';
import { PersonResolver } from './contributions/person.resolver.js';
import { ProgrammeResolver } from './contributions/programme.resolver.js';
import { RegistrationMutation } from './registration/registration.mutation.js';
import {
  CityRegistrationsResolver,
  EventRegistrationsResolver,
  PartnerRegistrationsResolver,
  RegistrationResolver,
} from './registration/registration.resolver.js';
import { SearchResolver } from './search/search.resolver.js';
import { EventSessionResolver } from './event/session/session.resolver.js';
import { SolutionResolver } from './contributions/solution.resolver.js';
import { StatsResolver } from './statistics/event-stats.resolver.js';
import { SuggestedEventsResolver } from './suggestions/suggestion.resolver.js';
import { SearchPartResolver } from './search/search-part.resolver.js';
import { TimelineResolver } from './timeline/timeline.resolver.js';
import { webLinksResolver } from '../domain/web-links/web-link.type.js';
import { VocabularyResolver } from './vocabulary/vocabulary.resolver.js';

const HISTORY =
  'The changes of the record: who made them, when and why, the latest first. Records from the first data have no change until somebody changes them.';

/** Every resolver of this subgraph, in the order in which the schema prints their fields. */
export const resolvers = [
  ...valueResolvers,
  AppearanceResolver,
  ChallengeResolver,
  CityResolver,
  CohortResolver,
  CitySelectionResolver,
  CourseMutation,
  EnrolmentMutation,
  EnrolmentStandingMutation,
  GraduationMutation,
  EventRoundsResolver,
  CourseRoundResolver,
  EnrolmentResolver,
  historyResolver(Enrolment, HISTORY),
  mayChangeResolver(Enrolment, enrolmentModel),
  CityGraduatesResolver,
  PersonGraduationsResolver,
  EventMutation,
  HostMutation,
  AttendanceMutation,
  EventResolver,
  FactGapsResolver,
  EventChangedResolver,
  ChangeResolver,
  historyResolver(Event, HISTORY),
  mayChangeResolver(Event, eventModel),
  webLinksResolver(Event),
  InvitationMutation,
  AnswerInvitationMutation,
  InvitationResolver,
  historyResolver(Invitation, HISTORY),
  mayChangeResolver(Invitation, invitationModel),
  EventInvitationsResolver,
  CityInvitationsResolver,
  PartnerInvitationsResolver,
  PartnerResolver,
  PersonResolver,
  ProgrammeResolver,
  RegistrationMutation,
  RegistrationResolver,
  historyResolver(Registration, HISTORY),
  mayChangeResolver(Registration, registrationModel),
  EventRegistrationsResolver,
  CityRegistrationsResolver,
  PartnerRegistrationsResolver,
  SearchResolver,
  SearchPartResolver,
  EventSessionResolver,
  SolutionResolver,
  StatsResolver,
  SuggestedEventsResolver,
  TimelineResolver,
  VocabularyResolver,
  allowedMutationsResolver(Permissions, 'events'),
];
