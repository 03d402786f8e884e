import { Directive, Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../runtime/schema/date-time.js';
import { StandingState, type StoredStanding } from './standing.js';

/** Whether those whom a fact is about agree with it, as it is answered. */
@Directive('@shareable')
@ObjectType('Standing', {
  description:
    'Whether those whom a fact is about agree that it is so, who said so and when. A city or partner may write that something happened with another one; until that one confirms it, it is a claim.',
  simpleResolvers: true,
})
export class Standing {
  @Field(() => StandingState, { description: 'Whether it is claimed, confirmed, disputed or withdrawn.' })
  state!: StandingState;

  @Field(() => String, {
    nullable: true,
    description:
      'The role of whoever said so, such as `city-officer:th-yala` for an officer of Yala; null for what a source confirms.',
  })
  by!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when; null for what a source confirms.' })
  at!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it is disputed or withdrawn, in the words of whoever did it; null otherwise.',
  })
  why!: string | null;
}

/** The standing of a stored fact as it is answered: what its sources say is confirmed. */
export function shownStanding({ standing }: { standing?: StoredStanding | null }): Standing {
  return standing ?? { state: 'CONFIRMED', by: null, at: null, why: null };
}
