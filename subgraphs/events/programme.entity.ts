import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A Programme as this subgraph knows it: by its key. */
@Directive('@key(fields: "id")')
@ObjectType('Programme', { simpleResolvers: true })
export class Programme {
  @Field(() => ID)
  id!: string;
}
