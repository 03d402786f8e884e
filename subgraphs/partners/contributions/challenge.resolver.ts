import { ArgsType, Field, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { Stage } from '../vocabulary/vocabulary.js';
import { Challenge } from '../references.js';
import type { PartnersContext } from '../loaders.js';
import { manyParents } from '../../runtime/lists/relations.js';
import { anyOf } from '../../runtime/lists/filter.js';
import { SolutionConnection } from '../solution/solution.type.js';

@ArgsType()
export class ChallengeSolutionsArgs extends PageArgs {
  @Field(() => [Stage], { nullable: true, description: 'Only solutions with a deployment at one of these stages.' })
  stage?: Stage[] | null;
}

/** What the partners add to a challenge. */
@Resolver(() => Challenge)
export class ChallengeResolver {
  @FieldResolver(() => SolutionConnection, { nullable: true, description: 'The solutions that address it, by id.' })
  solutions(
    @Root() challenge: Challenge,
    @Args(() => ChallengeSolutionsArgs) { stage, ...page }: ChallengeSolutionsArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    const deployed = stage == null ? undefined : { 'deployments.stage': anyOf('stage', stage) };
    return loaders.solutions.related.load(challenge.code, manyParents('addresses', deployed), page);
  }
}
