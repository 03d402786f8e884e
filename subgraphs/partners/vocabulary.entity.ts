import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** The vocabulary of the network as this subgraph adds to it. */
@Directive('@key(fields: "id")')
@ObjectType('Vocabulary', { simpleResolvers: true })
export class Vocabulary {
  @Field(() => ID)
  id!: string;
}
