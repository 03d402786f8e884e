import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Challenge } from './challenge.entity.js';
import { ChallengeSolutionsArgs } from './challenge.args.js';
import type { PartnersContext } from './loaders.js';
import { manyParents } from './relations.js';
import { anyOf } from '../runtime/filter.js';
import { SolutionConnection } from './solution.type.js';

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
