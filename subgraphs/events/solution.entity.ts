import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A Solution as this subgraph knows it: by its key. */
@Directive('@key(fields: "id")')
@ObjectType('Solution', { simpleResolvers: true })
export class Solution {
  @Field(() => ID)
  id!: string;
}
