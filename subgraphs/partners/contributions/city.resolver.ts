import { Arg, ArgsType, Field, Args, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { OfficeKind, PartnerLinkKind } from '../vocabulary/vocabulary.js';
import { anyOf } from '../../runtime/lists/filter.js';
import { pageOfList } from '../../runtime/lists/page.js';
import { AgreementConnection } from '../agreement/agreement.type.js';
import { City } from '../references.js';
import { ClaimConnection } from '../programme/claim.type.js';
import { DeploymentConnection } from '../solution/deployment/deployment.type.js';
import { IntroductionConnection } from '../solution/introduction/introduction.type.js';
import { linksOfCity } from '../partner/links/links-of-city.js';
import { StandingArgs, SHOWN_AS_CLAIM } from '../facts/standing.args.js';
import type { PartnersContext } from '../loaders.js';
import { officeFilter, OfficeHoldersArgs } from '../person/office.args.js';
import { OfficeConnection } from '../person/office.type.js';
import { officeKey } from '../person/office-version.model.js';
import { CityPartnerConnection } from '../partner/links/partner-link.type.js';
import { ofKinds, partnersByLinks } from '../partner/links/partners-by-links.js';
import { manyParents } from '../../runtime/lists/relations.js';
import { DeploymentsArgs } from '../solution/solution.args.js';

@ArgsType()
export class CityPartnersArgs extends PageArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Only direct work: agreements, deployments and introductions, not the programmes it belongs to and the sponsors of its cohorts.',
  })
  direct!: boolean;

  @Field(() => [PartnerLinkKind], {
    nullable: true,
    description: 'Only partners that work with it in one of these ways, each with these roles alone.',
  })
  kind?: PartnerLinkKind[] | null;
}

/** What the partners add to a city. */
@Resolver(() => City)
export class CityResolver {
  @Directive('@requires(fields: "membershipKeys { programmeId cohortId sponsorPartnerId }")')
  @FieldResolver(() => CityPartnerConnection, {
    nullable: true,
    description:
      'The partners that work with the city, in the order of their ids, each with all the ways in which it does (`roles`).',
  })
  async partners(
    @Root() city: City,
    @Args(() => CityPartnersArgs) { direct, kind, ...page }: CityPartnersArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    const links = ofKinds(await linksOfCity(city, direct, loaders), kind);
    const partners = partnersByLinks([{ cityId: city.id, links }]);
    return pageOfList('City.partners', partners, page);
  }

  @FieldResolver(() => DeploymentConnection, { nullable: true, description: 'The solutions used in it, by solution.' })
  deployments(
    @Root() city: City,
    @Args(() => DeploymentsArgs) { stage, includeClaims, ...page }: DeploymentsArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    const filter = stage == null ? {} : { stage: anyOf('stage', stage) };
    return includeClaims
      ? loaders.deploymentsAndClaims.load(city.id, 'cityId', page, { ...filter, ...SHOWN_AS_CLAIM })
      : loaders.deployments.load(city.id, 'cityId', page, filter);
  }

  @FieldResolver(() => IntroductionConnection, {
    nullable: true,
    description: 'The solutions it brought to others, by solution.',
  })
  introductionsGiven(
    @Root() city: City,
    @Args(() => StandingArgs) { includeClaims, ...page }: StandingArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return includeClaims
      ? loaders.introductionsAndClaims.load(city.id, 'from.cityId', page, SHOWN_AS_CLAIM)
      : loaders.introductions.load(city.id, 'from.cityId', page);
  }

  @FieldResolver(() => IntroductionConnection, {
    nullable: true,
    description: 'The solutions that were brought to it, by solution.',
  })
  introductionsReceived(
    @Root() city: City,
    @Args(() => StandingArgs) { includeClaims, ...page }: StandingArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return includeClaims
      ? loaders.introductionsAndClaims.load(city.id, 'toCityId', page, SHOWN_AS_CLAIM)
      : loaders.introductions.load(city.id, 'toCityId', page);
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
    @Args(() => OfficeHoldersArgs) args: OfficeHoldersArgs,
    @Ctx() { loaders, clock }: PartnersContext,
  ) {
    return loaders.offices.load(city.id, 'cityId', args, officeFilter(args, clock));
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'A number that every change of the holder of this office raises by one, from 1. Give it as `expectedVersion` to `appointOfficer` and `leaveOffice`.',
  })
  officeVersion(
    @Root() city: City,
    @Arg('kind', () => OfficeKind, {
      defaultValue: OfficeKind.CHIEF_SMART_CITY_OFFICER,
      description: 'The kind of office.',
    })
    kind: OfficeKind,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.officeVersions.load(officeKey(city.id, kind));
  }

  @FieldResolver(() => ClaimConnection, {
    nullable: true,
    description: 'What others say of it in programmes; not necessarily so.',
  })
  claimsAbout(@Root() city: City, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.claims.load(city.id, 'aboutCityId', page);
  }
}
