import { Field, ID, InputType } from 'type-graphql';
import { WriteInput } from '../../runtime/write/write.input.js';
import { ParticipationRole } from '../vocabulary/vocabulary.js';

@InputType('InviteToEventInput', { description: 'Whom a host invites: a city, a partner or a person.' })
export class InviteToEventInput extends WriteInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => ID, { nullable: true, description: 'The city that is invited; exactly one of the three is given.' })
  cityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner that is invited.' })
  partnerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The person who is invited.' })
  personId?: string | null;

  @Field(() => ParticipationRole, { defaultValue: 'ATTENDEE', description: 'In what role.' })
  role!: ParticipationRole;

  @Field(() => String, { nullable: true, description: 'A word to the invited, at most 5,000 characters.' })
  message?: string | null;
}
