import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** An Event as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Event', { simpleResolvers: true })
export class Event {
  @Field(() => ID)
  id!: string;
}
