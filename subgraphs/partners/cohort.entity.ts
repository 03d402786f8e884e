import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { City } from './city.entity.js';

/** A cohort as this subgraph adds to it: the partners that work with its cities. */
@Directive('@key(fields: "id")')
@ObjectType('Cohort', { simpleResolvers: true })
export class Cohort {
  @Field(() => ID)
  id!: string;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => [City], { nullable: true })
  memberCities?: City[] | null;
}
