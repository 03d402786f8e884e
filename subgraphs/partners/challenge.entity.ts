import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A challenge as this subgraph adds to it: the solutions that address it. */
@Directive('@key(fields: "code")')
@ObjectType('Challenge', { simpleResolvers: true })
export class Challenge {
  @Field(() => ID)
  code!: string;
}
