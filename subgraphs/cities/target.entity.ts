import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { PartialDateType } from '../facts/partial-date.type.js';

/** A target of a programme as this subgraph adds to it: what was really counted. */
@Directive('@key(fields: "id")')
@ObjectType('Target', { simpleResolvers: true })
export class Target {
  @Field(() => ID)
  id!: string;

  @Directive('@external')
  @Field(() => String)
  metric!: string;

  @Directive('@external')
  @Field(() => PartialDateType, { nullable: true })
  statedOn!: { latest: string } | null;

  @Directive('@external')
  @Field(() => PartialDateType, { nullable: true })
  byDate!: { latest: string } | null;
}
