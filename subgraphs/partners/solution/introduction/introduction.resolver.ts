import { Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { CityOrPartner } from '../../facts/party.type.js';
import { Event } from '../../references.js';
import { ownedFact, type OwnedFact } from '../../facts/owned-facts.js';
import { Deployment } from '../deployment/deployment.type.js';
import { followingDeployment, monthsBetween } from './following-deployment.js';
import { introductionFilter, IntroductionsArgs } from './introduction.args.js';
import { Introduction, IntroductionConnection } from './introduction.type.js';
import type { PartnersContext } from '../../loaders.js';
import type { StoredIntroduction } from '../solution.model.js';
import { Solution } from '../solution.type.js';
import { shownStanding, Standing } from '../../../domain/standing/standing.type.js';
import { stubOf } from '../../../runtime/foreign/stub.js';

@Resolver(() => Introduction)
export class IntroductionResolver {
  @Query(() => IntroductionConnection, {
    nullable: true,
    description: 'Who brought which solution to whom, solution by solution; only what is confirmed.',
  })
  introductions(
    @Args(() => IntroductionsArgs) { filter, ...page }: IntroductionsArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.introductions.all(page, introductionFilter(filter));
  }

  @FieldResolver(() => Deployment, {
    nullable: true,
    description:
      'The deployment that followed: that of the solution in the city to which it was brought. Null where there is none, it is not confirmed, or it was before the introduction.',
  })
  async deployment(@Root() introduction: OwnedFact<StoredIntroduction>, @Ctx() { loaders }: PartnersContext) {
    const solution = await loaders.solutions.byId.load(introduction.ownerId);
    const found = solution && followingDeployment(introduction, solution.deployments);
    return found && ownedFact(solution, found);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Calendar months from the introduction to the first dated stage of the deployment that followed; null where one of the two is not known to the month.',
  })
  async monthsToDeployment(@Root() introduction: OwnedFact<StoredIntroduction>, @Ctx() { loaders }: PartnersContext) {
    const solution = await loaders.solutions.byId.load(introduction.ownerId);
    const found = solution && followingDeployment(introduction, solution.deployments);
    return found && monthsBetween(introduction, found);
  }

  @FieldResolver(() => Solution, { nullable: true, description: 'The solution that was brought.' })
  solution(@Root() introduction: OwnedFact<StoredIntroduction>, @Ctx() { loaders }: PartnersContext) {
    return loaders.solutions.byId.load(introduction.ownerId);
  }

  @FieldResolver(() => CityOrPartner, { description: 'The city or partner that brought it.' })
  from(@Root() introduction: OwnedFact<StoredIntroduction>) {
    return introduction.from;
  }

  @FieldResolver(() => CityOrPartner, { description: 'The city or partner to which it was brought.' })
  to(@Root() { toCityId, toPartnerId }: OwnedFact<StoredIntroduction>) {
    return { cityId: toCityId, partnerId: toPartnerId };
  }

  @FieldResolver(() => Event, { nullable: true, description: 'The event at which it happened.' })
  occasion(@Root() introduction: OwnedFact<StoredIntroduction>) {
    return stubOf(introduction.occasionEventId);
  }

  @FieldResolver(() => Standing, { description: 'Whether those whom it is about agree that it is so.' })
  standing(@Root() introduction: OwnedFact<StoredIntroduction>) {
    return shownStanding(introduction);
  }
}
