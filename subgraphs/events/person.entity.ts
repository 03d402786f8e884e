import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A Person as this subgraph knows it: by its key. */
@Directive('@key(fields: "id")')
@ObjectType('Person', { simpleResolvers: true })
export class Person {
  @Field(() => ID)
  id!: string;
}
