import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A City as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('City', { simpleResolvers: true })
export class City {
  @Field(() => ID)
  id!: string;
}
