import { Field, ID, Int, ObjectType } from 'type-graphql';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { DateTime } from '../../runtime/schema/date-time.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { City, Person } from '../references.js';
import { EnrolmentStatus } from './enrolment-status.js';
import { Event } from '../event/event.type.js';

@ObjectType('CourseRound', {
  description: 'A round of a course, for which people are enrolled.',
  simpleResolvers: true,
})
export class CourseRound {
  @Field(() => ID, { description: 'The id: readable and never changed.' })
  id!: string;

  @Field(() => Int, {
    description: 'Counted from 1 in the order in which the rounds were opened or, when they were over, put on file.',
  })
  number!: number;

  @Field(() => PartialDateType, { description: 'Its first day.' })
  startsOn!: string;

  @Field(() => PartialDateType, { nullable: true, description: 'Its last day, null when unknown.' })
  endsOn!: string | null;

  @Field(() => Int, { nullable: true, description: 'How many people can enrol, null without a limit.' })
  capacity!: number | null;

  @Field(() => Int, { description: 'People who have a seat, or have finished it.' })
  enrolled!: number;

  @Field(() => Int, { description: 'People who finished it.' })
  graduated!: number;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'The day on which it was called off, null when it was not.',
  })
  cancelledOn!: string | null;
}

@ObjectType('Enrolment', { description: 'A person of a city in a round of a course.', simpleResolvers: true })
export class Enrolment {
  @Field(() => ID, { description: 'Unique and stable.' })
  id!: string;

  @Field(() => Event, { nullable: true, description: 'The course.' })
  course!: Event | null;

  @Field(() => CourseRound, { nullable: true, description: 'The round.' })
  round!: CourseRound | null;

  @Field(() => Person, { nullable: true, description: 'The person.' })
  person!: Person | null;

  @Field(() => City, { nullable: true, description: 'The city that the person came from.' })
  city!: City | null;

  @Field(() => EnrolmentStatus, { description: 'Its status.' })
  status!: EnrolmentStatus;

  @Field(() => Int, {
    nullable: true,
    description:
      'Its place among all enrolments in the round, first come first: the waiting list is served in this order. Null for those of before there was a waiting list.',
  })
  place!: number | null;

  @Field(() => DateTime, { description: 'When the person enrolled.' })
  enrolledAt!: Date;

  @Field(() => PartialDateType, { nullable: true, description: 'When the person finished the round, null until then.' })
  graduatedOn!: string | null;

  @Field(() => Int, {
    description:
      'A number that every change of it raises by one. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed it since.',
  })
  version!: number;
}

export const EnrolmentConnection = connectionType('Enrolment', () => Enrolment);
