import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../runtime/schema/date-time.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { City, Partner } from '../references.js';
import { Event } from '../event/event.type.js';
import { RegistrationStatus } from './registration-status.js';

@ObjectType('EventSeats', { description: 'How the seats of an event are taken.', simpleResolvers: true })
export class EventSeats {
  @Field(() => Int, { nullable: true, description: 'How many can take part, null without a limit.' })
  capacity!: number | null;

  @Field(() => Int, { description: 'Registrations for which a seat is kept.' })
  confirmed!: number;

  @Field(() => Int, { description: 'Registrations on the waiting list.' })
  waiting!: number;

  @Field(() => Int, { nullable: true, description: 'Seats that are kept for nobody, null without a limit.' })
  free!: number | null;
}

@ObjectType('Registration', {
  description: 'A city’s or partner’s registration for an event. Its host and the registrant see it.',
  simpleResolvers: true,
})
export class Registration {
  @Field(() => ID, { description: 'Unique and stable.' })
  id!: string;

  @Field(() => Event, { nullable: true, description: 'The event.' })
  event!: Event | null;

  @Field(() => City, { nullable: true, description: 'The city, when it is one.' })
  city!: City | null;

  @Field(() => Partner, { nullable: true, description: 'The partner, when it is one.' })
  partner!: Partner | null;

  @Field(() => RegistrationStatus, { description: 'Its status.' })
  status!: RegistrationStatus;

  @Field(() => Int, {
    description:
      'The number of the registration among all for the event, in the order in which they came: seats that become free are given in this order.',
  })
  place!: number;

  @Field(() => DateTime, { description: 'When it was made.' })
  registeredAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was withdrawn.' })
  withdrawnAt!: Date | null;

  @Field(() => Int, {
    description:
      'A number that every change of it raises by one. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed it since.',
  })
  version!: number;
}

export const RegistrationConnection = connectionType('Registration', () => Registration);
