import { Field, ID, InputType, Int } from 'type-graphql';
import { UpdateInput, WriteInput } from '../../runtime/write/write.input.js';

@InputType('OpenCourseRoundInput', { description: 'A new round of a course.' })
export class OpenCourseRoundInput extends UpdateInput {
  @Field(() => ID, { description: 'The course: an event of kind COURSE.' })
  eventId!: string;

  @Field(() => String, { description: 'Its first day: YYYY, YYYY-MM or YYYY-MM-DD.' })
  startsOn!: string;

  @Field(() => String, { nullable: true, description: 'Its last day, not before the first.' })
  endsOn?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many people can enrol, 1 to 1,000,000; absent for no limit.' })
  capacity?: number | null;
}

@InputType('EnrolInCourseInput', { description: 'A person whom a city sends to a round of a course.' })
export class EnrolInCourseInput extends WriteInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => ID, { description: 'The city that sends the person.' })
  cityId!: string;
}

@InputType('GraduateFromCourseInput', { description: 'A person who finished a round of a course.' })
export class GraduateFromCourseInput extends WriteInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person, enrolled in the round.' })
  personId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'When: YYYY, YYYY-MM or YYYY-MM-DD, not in the future and not before the round begins; today when absent.',
  })
  graduatedOn?: string | null;
}
