import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A programme as this subgraph adds to it: its members and cohorts. */
@Directive('@key(fields: "id")')
@ObjectType('Programme', { simpleResolvers: true })
export class Programme {
  @Field(() => ID)
  id!: string;
}
