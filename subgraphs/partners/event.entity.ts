import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** An event as this subgraph adds to it: what was agreed and introduced there. */
@Directive('@key(fields: "id")')
@ObjectType('Event', { simpleResolvers: true })
export class Event {
  @Field(() => ID)
  id!: string;
}
