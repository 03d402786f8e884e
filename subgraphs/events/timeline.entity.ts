import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A part of the timeline as this subgraph adds to it. */
@Directive('@key(fields: "id")')
@ObjectType('Timeline', { simpleResolvers: true })
export class Timeline {
  @Field(() => ID)
  id!: string;
}
