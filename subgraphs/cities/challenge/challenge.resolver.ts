import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { anyOf } from '../../runtime/lists/filter.js';
import type { Row } from '../../runtime/database/model.js';
import { byId } from '../../runtime/lists/order.js';
import { mapPage } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import type { StoredChallenge } from './challenge.model.js';
import { Challenge, ChallengeConnection } from './challenge.type.js';
import { challengesOf } from '../city/city-links.js';
import { CityChallengeConnection } from './city-challenge.type.js';
import type { CitiesContext } from '../loaders.js';

@ArgsType()
class ChallengesArgs extends PageArgs {
  @Field(() => [Dimension], { nullable: true, description: 'Challenges of these dimensions only.' })
  dimension?: Dimension[] | null;
}

@Resolver(() => Challenge)
export class ChallengeResolver {
  @Query(() => Challenge, { nullable: true, description: 'One challenge by its code, null when there is none.' })
  challenge(
    @Arg('code', () => ID, { description: 'Such as PUBLIC_SAFETY.' }) code: string,
    @Ctx() { loaders }: CitiesContext,
  ) {
    return loaders.challenges.byId.load(code);
  }

  @Query(() => ChallengeConnection, {
    nullable: true,
    description: 'The problems that cities share, such as air quality, in the order of their codes.',
  })
  challenges(@Args(() => ChallengesArgs) { dimension, ...page }: ChallengesArgs, @Ctx() { loaders }: CitiesContext) {
    return loaders.challenges.page(dimension == null ? {} : { dimensions: anyOf('dimension', dimension) }, byId, page);
  }

  @FieldResolver(() => ID, { description: 'The code by which records refer to it, such as PUBLIC_SAFETY.' })
  code(@Root() challenge: Row<StoredChallenge>) {
    return challenge._id;
  }

  @FieldResolver(() => ID, {
    description:
      'The id: readable, never changed, and unique in the whole network. Other records refer to a challenge by its `code`.',
  })
  id(@Root() challenge: Row<StoredChallenge>) {
    return `challenge-${challenge._id.toLowerCase().replaceAll('_', '-')}`;
  }

  @FieldResolver(() => CityChallengeConnection, { nullable: true, description: 'The cities that have it, by id.' })
  async cities(
    @Root() challenge: Row<StoredChallenge>,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: CitiesContext,
  ) {
    const cities = await loaders.cities.related.load(
      challenge._id,
      { of: (code) => ({ 'challenges.code': code }), order: byId },
      page,
    );
    return mapPage(cities, (city) => challengesOf(city).find((link) => link.code === challenge._id));
  }
}
