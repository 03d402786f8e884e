import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** What the partners tell of who holds a solution to a challenge of a city that is in use elsewhere. */
@Directive('@inaccessible')
@ObjectType({ description: 'Who holds a solution to a challenge of a city that is in use elsewhere, for subgraphs that find where to meet them.', simpleResolvers: true })
export class ProvenHolder {
  @Directive('@external')
  @Field(() => ID, { description: 'The city in which it is in use.' })
  cityId!: string;

  @Directive('@external')
  @Field(() => ID, { nullable: true, description: 'A partner that owns or operates it there, one row for each; null when none is known.' })
  partnerId!: string | null;

  @Directive('@external')
  @Field(() => ID, { description: 'The solution.' })
  solutionId!: string;

  @Directive('@external')
  @Field(() => ID, { description: 'The challenge that it addresses, by code.' })
  challengeCode!: string;
}
