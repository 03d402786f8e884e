import { Field, ID, InputType } from 'type-graphql';

@InputType('PartyInput', {
  description: 'One side of an agreement or introduction: a city or a partner, exactly one of them.',
})
export class PartyInput {
  @Field(() => ID, { nullable: true, description: 'The city.' })
  cityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner.' })
  partnerId?: string | null;
}
