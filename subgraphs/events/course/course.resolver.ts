import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { shownStanding, Standing } from '../../domain/standing/standing.type.js';
import { authorize } from '../../runtime/write/authorize.js';
import type { Row } from '../../runtime/database/model.js';
import { anyOf } from '../../runtime/lists/filter.js';
import { byId } from '../../runtime/lists/order.js';
import { mapPage } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { City, Person } from '../references.js';
import { CourseRound, Enrolment, EnrolmentConnection } from './course.type.js';
import { EnrolmentStatus } from './enrolment-status.js';
import { GRADUATED, enrolmentOf, type StoredEnrolment } from './enrolment.model.js';
import { hostGrants } from '../event/event-host.js';
import type { StoredEvent, StoredRound } from '../event/event.model.js';
import { Event } from '../event/event.type.js';
import type { EventsContext } from '../loaders.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@ArgsType()
class EnrolmentsArgs extends PageArgs {
  @Field(() => EnrolmentStatus, { nullable: true, description: 'Only those with this status.' })
  status?: EnrolmentStatus | null;
}

async function enrolmentsOf({ enrolments }: EventsContext['loaders'], of: object, { status, ...page }: EnrolmentsArgs) {
  // Enrolments of before there was a waiting list have no status, and a seat.
  const wanted = status === 'ENROLLED' ? anyOf('status', ['ENROLLED', null]) : status;
  return mapPage(await enrolments.page({ ...of, ...(wanted != null && { status: wanted }) }, byId, page), enrolmentOf);
}

/** A page of those who finished a round, of each parent in one aggregation. */
async function graduatesOf(
  path: 'roundId' | 'cityId' | 'personId',
  id: string,
  page: PageArgs,
  { loaders }: EventsContext,
) {
  return mapPage(
    await loaders.enrolments.related.load(
      id,
      { of: (parentId) => ({ [path]: parentId }), filter: GRADUATED, order: byId },
      page,
    ),
    enrolmentOf,
  );
}

@Resolver(() => Event)
export class EventRoundsResolver {
  @ListSize(6)
  @FieldResolver(() => [CourseRound], {
    description: 'The rounds of a course, in the order in which they were opened; none for other events.',
  })
  rounds(@Root() { rounds = [] }: Row<StoredEvent>) {
    return rounds;
  }
}

@Resolver(() => CourseRound)
export class CourseRoundResolver {
  @FieldResolver(() => Int, { description: 'People on the waiting list.' })
  waiting(@Root() { waiting }: StoredRound) {
    return waiting ?? 0;
  }

  @FieldResolver(() => EnrolmentConnection, { nullable: true, description: 'Who finished it.' })
  graduates(@Root() round: StoredRound, @Args(() => PageArgs) page: PageArgs, @Ctx() context: EventsContext) {
    return graduatesOf('roundId', round.id, page, context);
  }

  @Directive('@authenticated')
  @FieldResolver(() => EnrolmentConnection, {
    nullable: true,
    description:
      'Who is enrolled, waits, has finished it or was once enrolled. For the host of the course, the officers of the partners that host it, and network-admins.',
  })
  async enrolments(
    @Root() round: StoredRound,
    @Args(() => EnrolmentsArgs) args: EnrolmentsArgs,
    @Ctx() { caller, loaders }: EventsContext,
  ) {
    const course = await loaders.courseOfRound.load(round.id);
    authorize(caller, ...(course ? hostGrants(course) : []));
    return enrolmentsOf(loaders, { roundId: round.id }, args);
  }
}

@Resolver(() => Enrolment)
export class EnrolmentResolver {
  @FieldResolver(() => Standing, {
    description:
      'Whether the person belongs to the city: CONFIRMED for who holds an office there, or by the host of the course; CLAIMED until then.',
  })
  standing(@Root() enrolment: StoredEnrolment) {
    return shownStanding(enrolment);
  }

  @FieldResolver(() => Event, { nullable: true, description: 'The course.' })
  course(@Root() { eventId }: { eventId: string }, @Ctx() { loaders }: EventsContext) {
    return loaders.events.byId.load(eventId);
  }

  @FieldResolver(() => CourseRound, { nullable: true, description: 'The round.' })
  async round(@Root() { eventId, roundId }: { eventId: string; roundId: string }, @Ctx() { loaders }: EventsContext) {
    return (await loaders.events.byId.load(eventId))?.rounds.find(({ id }) => id === roundId) ?? null;
  }
}

@Resolver(() => City)
export class CityGraduatesResolver {
  @Directive('@authenticated')
  @FieldResolver(() => EnrolmentConnection, {
    nullable: true,
    description: 'Its people in rounds of courses. For its officers and network-admins.',
  })
  async enrolments(
    @Root() city: City,
    @Args(() => EnrolmentsArgs) args: EnrolmentsArgs,
    @Ctx() { caller, loaders }: EventsContext,
  ) {
    authorize(caller, ['city-officer', city.id]);
    return enrolmentsOf(loaders, { cityId: city.id }, args);
  }

  @FieldResolver(() => EnrolmentConnection, {
    nullable: true,
    description: 'Its people who finished a round of a course.',
  })
  courseGraduates(@Root() city: City, @Args(() => PageArgs) page: PageArgs, @Ctx() context: EventsContext) {
    return graduatesOf('cityId', city.id, page, context);
  }
}

@Resolver(() => Person)
export class PersonGraduationsResolver {
  @FieldResolver(() => EnrolmentConnection, {
    nullable: true,
    description: 'The rounds of courses that the person finished.',
  })
  graduations(@Root() person: Person, @Args(() => PageArgs) page: PageArgs, @Ctx() context: EventsContext) {
    return graduatesOf('personId', person.id, page, context);
  }
}
