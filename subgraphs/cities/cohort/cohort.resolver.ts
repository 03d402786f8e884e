import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../../runtime/database/model.js';
import { ArgumentId } from '../../runtime/lists/filter-ids.js';
import { byId } from '../../runtime/lists/order.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { mapPage } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { membershipsOf } from '../city/city-links.js';
import type { StoredCohort } from './cohort.model.js';
import { Cohort, CohortConnection, StatedSize } from './cohort.type.js';
import type { CitiesContext } from '../loaders.js';
import { MembershipConnection } from '../city/membership/membership.type.js';
import { Partner, Programme } from '../references.js';
import { Province } from '../province/province.type.js';
import { ListLength, ListSize } from '../../runtime/schema/cost-directives.js';

const cohortOrders = defineOrders('Cohort', { JOINED_ON: { path: 'joinedOn', description: 'By the day they joined' } });

@ArgsType()
class CohortsArgs extends PageArgs {
  @ArgumentId('cohorts', { type: 'Programme', at: 'programmeId' })
  @Field(() => ID, { nullable: true, description: 'Cohorts of this programme only.' })
  programme?: string | null;

  @Field(() => cohortOrders.type, { nullable: true, description: 'The order of the list; by id when it is not given.' })
  orderBy?: string | null;
}

@Resolver(() => Cohort)
export class CohortResolver {
  @Query(() => Cohort, { nullable: true, description: 'One cohort by its id, null when there is none.' })
  cohort(@Arg('id', () => ID, { description: 'Such as THAI_2020.' }) id: string, @Ctx() { loaders }: CitiesContext) {
    return loaders.cohorts.byId.load(id);
  }

  @Query(() => CohortConnection, {
    nullable: true,
    description: 'The groups of cities that joined a programme together (cohorts), of all programmes.',
  })
  cohorts(@Args(() => CohortsArgs) { programme, orderBy, ...page }: CohortsArgs, @Ctx() { loaders }: CitiesContext) {
    return loaders.cohorts.page(programme == null ? {} : { programmeId: programme }, cohortOrders.of(orderBy), page);
  }

  @FieldResolver(() => Programme, { nullable: true, description: 'The programme they joined.' })
  programme(@Root() cohort: Row<StoredCohort>) {
    return { id: cohort.programmeId };
  }

  @FieldResolver(() => Partner, {
    nullable: true,
    description: 'The partner that brought them into the programme, null when they joined by themselves.',
  })
  sponsor(@Root() cohort: Row<StoredCohort>) {
    return cohort.sponsorPartnerId === null ? null : { id: cohort.sponsorPartnerId };
  }

  @FieldResolver(() => StatedSize, {
    nullable: true,
    description: 'The number of cities as a source states it, which may differ from `members.totalCount`.',
  })
  statedSize(@Root() { statedSize, sources }: Row<StoredCohort>) {
    return (
      statedSize && {
        value: statedSize.value,
        source: sources.find((source) => source.id === statedSize.source) ?? null,
      }
    );
  }

  @ListLength(30)
  @FieldResolver(() => MembershipConnection, {
    nullable: true,
    description:
      'The cities that joined with the cohort, by id, as far as the programme’s owner agrees; `totalCount` is its size. Who left since stays among them.',
  })
  async members(
    @Root() cohort: Row<StoredCohort>,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: CitiesContext,
  ) {
    const cities = await loaders.cities.related.load(
      cohort.id,
      { of: (id) => ({ 'memberships.cohortId': id }), order: byId },
      page,
    );
    return mapPage(cities, (city) => membershipsOf(city).find((membership) => membership.cohortId === cohort.id));
  }

  @ListSize(30)
  @FieldResolver(() => [Province], { description: 'The provinces its cities lie in, by code.' })
  async provinces(@Root() cohort: Row<StoredCohort>, @Ctx() { loaders }: CitiesContext) {
    return loaders.provinces.byId.loadMany(await loaders.provincesOfCohort.load(cohort.id));
  }

  @FieldResolver(() => Int, { description: 'How many provinces its cities lie in.' })
  async provinceCount(@Root() cohort: Row<StoredCohort>, @Ctx() { loaders }: CitiesContext) {
    return (await loaders.provincesOfCohort.load(cohort.id)).length;
  }
}
