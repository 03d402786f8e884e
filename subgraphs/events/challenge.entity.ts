import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A Challenge as this subgraph knows it: by its key. */
@Directive('@key(fields: "code")')
@ObjectType('Challenge', { simpleResolvers: true })
export class Challenge {
  @Field(() => ID)
  code!: string;
}
