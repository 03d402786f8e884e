import { Field, ID, InputType } from 'type-graphql';
import { WriteInput } from '../../runtime/write/write.input.js';

@InputType('RegisterForEventInput', { description: 'A city or partner that registers for an event.' })
export class RegisterForEventInput extends WriteInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => ID, { nullable: true, description: 'The city that registers; either this or the partner.' })
  cityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner that registers; either this or the city.' })
  partnerId?: string | null;
}

@InputType('WithdrawFromEventInput', { description: 'A city or partner that withdraws from an event.' })
export class WithdrawFromEventInput extends WriteInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => ID, { nullable: true, description: 'The city that withdraws; either this or the partner.' })
  cityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner that withdraws; either this or the city.' })
  partnerId?: string | null;
}
