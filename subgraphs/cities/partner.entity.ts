import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A Partner as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Partner', { simpleResolvers: true })
export class Partner {
  @Field(() => ID)
  id!: string;
}
