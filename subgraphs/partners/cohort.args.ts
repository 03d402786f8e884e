import { ArgsType, Field, Int } from 'type-graphql';
import { PageArgs } from '../runtime/page-args.js';

@ArgsType()
export class CohortPartnersArgs extends PageArgs {
  @Field(() => Int, { defaultValue: 1, description: 'Only partners that work with at least this many of its cities.' })
  minCities!: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Only direct work: agreements, deployments and introductions, not the programmes the cities belong to and the sponsors of their cohorts.',
  })
  direct!: boolean;
}
