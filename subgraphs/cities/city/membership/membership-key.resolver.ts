import { Directive, Field, ID, ObjectType, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Row } from '../../../runtime/database/model.js';
import type { StoredCity } from '../city.model.js';
import { City } from '../city.type.js';
import type { StoredCohort } from '../../cohort/cohort.model.js';
import { Cohort } from '../../cohort/cohort.type.js';
import type { CitiesContext } from '../../loaders.js';
import { ListSize } from '../../../runtime/schema/cost-directives.js';

@Directive('@inaccessible')
@ObjectType('MembershipKey', {
  description: 'The ids behind a membership, for subgraphs that find partners by them.',
  simpleResolvers: true,
})
export class MembershipKey {
  @Field(() => ID, { description: 'The programme.' })
  programmeId!: string;

  @Field(() => ID, { nullable: true, description: 'The cohort, null when the city joined alone.' })
  cohortId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner that sponsored the cohort.' })
  sponsorPartnerId!: string | null;
}

/** What other subgraphs need to know of a city's memberships; clients never see it. */
@Resolver(() => City)
export class CityMembershipKeysResolver {
  @Directive('@inaccessible')
  @ListSize(8)
  @FieldResolver(() => [MembershipKey], { nullable: true, description: 'The ids behind its memberships.' })
  async membershipKeys(@Root() city: Pick<Row<StoredCity>, 'memberships'>, @Ctx() { loaders }: CitiesContext) {
    return Promise.all(
      city.memberships.map(async ({ programmeId, cohortId }) => {
        const cohort = cohortId === null ? null : await loaders.cohorts.byId.load(cohortId);
        return { programmeId, cohortId, sponsorPartnerId: cohort?.sponsorPartnerId ?? null };
      }),
    );
  }
}

@Resolver(() => Cohort)
export class CohortMemberCitiesResolver {
  @Directive('@inaccessible')
  @ListSize(30)
  @FieldResolver(() => [City], { nullable: true, description: 'All its cities, by id.' })
  memberCities(@Root() cohort: Row<StoredCohort>, @Ctx() { loaders }: CitiesContext) {
    return loaders.citiesOfCohort.load(cohort.id);
  }
}
