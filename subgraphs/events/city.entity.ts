import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { ProvenHolder } from './proven-holder.entity.js';

/** A City as this subgraph adds to it: its events, and where it could meet those who can help it. */
@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true })
export class City {
  @Field(() => ID)
  id!: string;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => [ProvenHolder], { nullable: true })
  provenHolders?: ProvenHolder[] | null;
}
