import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Challenge } from '../../challenge/challenge.type.js';
import { CityChallenge } from '../../challenge/city-challenge.type.js';
import { Cohort } from '../../cohort/cohort.type.js';
import type { CitiesContext } from '../../loaders.js';
import { Membership } from './membership.type.js';

@Resolver(() => Membership)
export class MembershipResolver {
  @FieldResolver(() => Cohort, { nullable: true })
  cohort(@Root() membership: { cohortId: string | null }, @Ctx() { loaders }: CitiesContext) {
    return membership.cohortId === null ? null : loaders.cohorts.byId.load(membership.cohortId);
  }
}

@Resolver(() => CityChallenge)
export class CityChallengeResolver {
  @FieldResolver(() => Challenge, { nullable: true })
  challenge(@Root() link: { code: string }, @Ctx() { loaders }: CitiesContext) {
    return loaders.challenges.byId.load(link.code);
  }
}
