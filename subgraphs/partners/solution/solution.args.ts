import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { Dimension } from '../facts/dimension.js';
import { nameOrders } from '../runtime/name-orders.js';
import { defineOrders } from '../runtime/orders.js';
import { PageArgs } from '../runtime/page-args.js';
import { SolutionKind, Stage } from './vocabulary.js';

export const solutionOrders = defineOrders('Solution', {
  ...nameOrders,
});

@InputType('SolutionFilter', {
  description: 'Which solutions. All conditions given must hold; of a list, one value must fit.',
})
export class SolutionFilter {
  @Field(() => [ID], { nullable: true, description: 'These solutions, at most 100.' })
  ids?: string[] | null;

  @Field(() => [SolutionKind], { nullable: true, description: 'Of these kinds.' })
  kind?: SolutionKind[] | null;

  @Field(() => ID, { nullable: true, description: 'Owned by this partner.' })
  owner?: string | null;

  @Field(() => [ID], { nullable: true, description: 'That address one of these challenges, by code.' })
  addresses?: string[] | null;

  @Field(() => [Dimension], { nullable: true, description: 'That serve one of these dimensions.' })
  dimension?: Dimension[] | null;

  @Field(() => [Stage], {
    nullable: true,
    description: 'With a deployment at one of these stages; in the city of `deployedIn` when that is given.',
  })
  stage?: Stage[] | null;

  @Field(() => ID, { nullable: true, description: 'With a deployment in this city.' })
  deployedIn?: string | null;
}

@ArgsType()
export class SolutionsArgs extends PageArgs {
  @Field(() => SolutionFilter, { nullable: true, description: 'Which solutions; all when absent.' })
  filter?: SolutionFilter | null;

  @Field(() => solutionOrders.type, { nullable: true, description: 'The order; by id when absent.' })
  orderBy?: string | null;
}

@ArgsType()
export class DeploymentsArgs extends PageArgs {
  @Field(() => [Stage], { nullable: true, description: 'Deployments at one of these stages only.' })
  stage?: Stage[] | null;
}

@ArgsType()
export class IntroductionTreeArgs {
  @Field(() => Int, { defaultValue: 5, description: 'Steps to walk, 1 to 10.' })
  depth!: number;
}
