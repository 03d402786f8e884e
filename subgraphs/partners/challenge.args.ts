import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '../runtime/page-args.js';
import { Stage } from './vocabulary.js';

@ArgsType()
export class ChallengeSolutionsArgs extends PageArgs {
  @Field(() => [Stage], { nullable: true, description: 'Only solutions with a deployment at one of these stages.' })
  stage?: Stage[] | null;
}
