import { ArgsType, Field, Int, Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { pageOfList } from '../../runtime/lists/page.js';
import { Cohort } from '../references.js';
import { linksOfCity } from '../partner/links/links-of-city.js';
import type { PartnersContext } from '../loaders.js';
import { CohortPartnerConnection } from '../partner/links/partner-link.type.js';
import { PartnerLinkKind } from '../vocabulary/vocabulary.js';
import { ofKinds, partnersByLinks } from '../partner/links/partners-by-links.js';

@ArgsType()
export class CohortPartnersArgs extends PageArgs {
  @Field(() => Int, { defaultValue: 1, description: 'Only partners that work with at least this many of its cities.' })
  minCities!: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Only direct work: agreements, deployments and introductions, not the programmes the cities belong to and the sponsors of their cohorts.',
  })
  direct!: boolean;

  @Field(() => [PartnerLinkKind], {
    nullable: true,
    description: 'Only partners that work with its cities in one of these ways, each with these roles alone.',
  })
  kind?: PartnerLinkKind[] | null;
}

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
    @Args(() => CohortPartnersArgs) { minCities, direct, kind, ...page }: CohortPartnersArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    const cities = await Promise.all(
      (cohort.memberCities ?? []).map(async (city) => ({
        cityId: city.id,
        links: ofKinds(await linksOfCity(city, direct, loaders), kind),
      })),
    );
    const partners = partnersByLinks(cities).filter(({ cityIds }) => cityIds.length >= minCities);
    return pageOfList(
      'Cohort.partners',
      partners.sort((a, b) => b.cityIds.length - a.cityIds.length),
      page,
    );
  }
}
