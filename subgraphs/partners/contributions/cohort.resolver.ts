import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { pageOfList } from '../runtime/page.js';
import { CohortPartnersArgs } from './cohort.args.js';
import { Cohort } from './cohort.entity.js';
import { linksOfCity } from './links-of-city.js';
import type { PartnersContext } from './loaders.js';
import { CohortPartnerConnection } from './partner-link.type.js';
import { partnersByLinks } from './partners-by-links.js';

/** What the partners add to a cohort. */
@Resolver(() => Cohort)
export class CohortResolver {
  @Directive('@requires(fields: "memberCities { id membershipKeys { programmeId cohortId sponsorPartnerId } }")')
  @FieldResolver(() => CohortPartnerConnection, {
    nullable: true,
    description: 'The partners that work with its cities: those with most cities first, then by id.',
  })
  async partners(
    @Root() cohort: Cohort,
    @Args(() => CohortPartnersArgs) { minCities, direct, ...page }: CohortPartnersArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    const cities = await Promise.all(
      (cohort.memberCities ?? []).map(async (city) => ({
        cityId: city.id,
        links: await linksOfCity(city, direct, loaders),
      })),
    );
    const partners = partnersByLinks(cities).filter(({ cityIds }) => cityIds.length >= minCities);
    return pageOfList(
      partners.sort((a, b) => b.cityIds.length - a.cityIds.length),
      page,
    );
  }
}
