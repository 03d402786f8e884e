import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { anyOf } from '../runtime/filter.js';
import { pageOfList } from '../runtime/page.js';
import { PageArgs } from '../runtime/page-args.js';
import { AgreementConnection } from './agreement.type.js';
import { CityPartnersArgs, OfficeHoldersArgs } from './city.args.js';
import { City } from './city.entity.js';
import { ClaimConnection } from './claim.type.js';
import { DeploymentConnection } from './deployment.type.js';
import { IntroductionConnection } from './introduction.type.js';
import { linksOfCity } from './links-of-city.js';
import type { PartnersContext } from './loaders.js';
import { OfficeConnection } from './office.type.js';
import { CityPartnerConnection } from './partner-link.type.js';
import { partnersByLinks } from './partners-by-links.js';
import { manyParents } from './relations.js';
import { DeploymentsArgs } from './solution.args.js';

/** What the partners add to a city. */
@Resolver(() => City)
export class CityResolver {
  @Directive('@requires(fields: "membershipKeys { programmeId cohortId sponsorPartnerId }")')
  @FieldResolver(() => CityPartnerConnection, {
    nullable: true,
    description: 'The partners that work with it, by id, each with all its roles.',
  })
  async partners(
    @Root() city: City,
    @Args(() => CityPartnersArgs) { direct, ...page }: CityPartnersArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    const partners = partnersByLinks([{ cityId: city.id, links: await linksOfCity(city, direct, loaders) }]);
    return pageOfList(partners, page);
  }

  @FieldResolver(() => DeploymentConnection, { nullable: true, description: 'The solutions used in it, by solution.' })
  deployments(
    @Root() city: City,
    @Args(() => DeploymentsArgs) { stage, ...page }: DeploymentsArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.deployments.load(city.id, 'cityId', page, stage == null ? {} : { stage: anyOf('stage', stage) });
  }

  @FieldResolver(() => IntroductionConnection, {
    nullable: true,
    description: 'The solutions it brought to others, by solution.',
  })
  introductionsGiven(@Root() city: City, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.introductions.load(city.id, 'from.cityId', page);
  }

  @FieldResolver(() => IntroductionConnection, {
    nullable: true,
    description: 'The solutions that were brought to it, by solution.',
  })
  introductionsReceived(@Root() city: City, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.introductions.load(city.id, 'toCityId', page);
  }

  @FieldResolver(() => AgreementConnection, { nullable: true, description: 'The agreements it is a party of, by id.' })
  agreements(@Root() city: City, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.agreements.related.load(city.id, manyParents('parties.cityId'), page);
  }

  @FieldResolver(() => OfficeConnection, {
    nullable: true,
    description: 'Who holds or held an office at it, by person.',
  })
  officeHolders(
    @Root() city: City,
    @Args(() => OfficeHoldersArgs) { kind, ...page }: OfficeHoldersArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.offices.load(city.id, 'cityId', page, kind == null ? {} : { kind: anyOf('kind', kind) });
  }

  @FieldResolver(() => ClaimConnection, { nullable: true, description: 'What is claimed of it.' })
  claimsAbout(@Root() city: City, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.claims.load(city.id, 'aboutCityId', page);
  }
}
