import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Row } from '../../../runtime/database/model.js';
import type { StoredCity } from '../city.model.js';
import { City } from '../city.type.js';
import type { StoredCohort } from '../../cohort/cohort.model.js';
import { Cohort } from '../../cohort/cohort.type.js';
import type { CitiesContext } from '../../loaders.js';
import { MembershipKey } from './membership-key.type.js';
import { ListSize } from '../../../runtime/schema/cost-directives.js';

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
