import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A Solution as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Solution', { simpleResolvers: true })
export class Solution {
  @Field(() => ID)
  id!: string;
}
