import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A Person as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Person', { simpleResolvers: true })
export class Person {
  @Field(() => ID)
  id!: string;
}
