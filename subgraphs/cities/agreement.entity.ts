import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** An Agreement as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Agreement', { simpleResolvers: true })
export class Agreement {
  @Field(() => ID)
  id!: string;
}
