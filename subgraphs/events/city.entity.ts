import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A City as this subgraph knows it: by its key. */
@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true })
export class City {
  @Field(() => ID)
  id!: string;
}
