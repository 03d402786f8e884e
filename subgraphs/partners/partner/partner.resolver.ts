import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../../runtime/database/model.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { AgreementConnection } from '../agreement/agreement.type.js';
import { ClaimConnection } from '../programme/claim.type.js';
import { DeploymentConnection } from '../solution/deployment/deployment.type.js';
import { ownedFact } from '../facts/owned-facts.js';
import { IntroductionConnection } from '../solution/introduction/introduction.type.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import { StandingArgs, SHOWN_AS_CLAIM } from '../facts/standing.args.js';
import type { PartnersContext } from '../loaders.js';
import { officeFilter, OfficeHoldersArgs } from '../person/office.args.js';
import { OfficeConnection } from '../person/office.type.js';
import { partnerOrders, PartnersArgs, partnerFilter } from './partner.args.js';
import type { StoredPartner } from './partner.model.js';
import { Partner, PartnerConnection } from './partner.type.js';
import { PartnerRole } from './partner-role.type.js';
import { ProgrammeConnection } from '../programme/programme.type.js';
import { manyParents, oneParent } from '../../runtime/lists/relations.js';
import { SolutionConnection } from '../solution/solution.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

type PartnerRow = Row<StoredPartner>;

@Resolver(() => Partner)
export class PartnerResolver {
  @Query(() => Partner, { nullable: true, description: 'One partner by its id, null when there is none.' })
  partner(@Arg('id', () => ID, { description: 'Such as depa.' }) id: string, @Ctx() { loaders }: PartnersContext) {
    return loaders.partners.byId.load(id);
  }

  @Query(() => PartnerConnection, {
    nullable: true,
    description: 'The organisations that work with cities, and units of them.',
  })
  partners(@Args(() => PartnersArgs) { filter, orderBy, ...page }: PartnersArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.partners.page(partnerFilter(filter), partnerOrders.of(orderBy), page);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The organisation above it.' })
  parent(@Root() partner: PartnerRow, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.partners.byId, partner.parentId);
  }

  @FieldResolver(() => PartnerConnection, {
    nullable: true,
    description: 'The organisations and units below it, by id.',
  })
  children(@Root() partner: PartnerRow, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.partners.related.load(partner.id, oneParent('parentId'), page);
  }

  @ListSize(6)
  @FieldResolver(() => [PartnerRole], { description: 'The roles that it has in programmes.' })
  roles(@Root() partner: PartnerRow) {
    return partner.roles.map((role) => ownedFact(partner, role));
  }

  @FieldResolver(() => ProgrammeConnection, { nullable: true, description: 'The programmes it owns, by id.' })
  ownedProgrammes(
    @Root() partner: PartnerRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.programmes.related.load(partner.id, oneParent('ownerPartnerId'), page);
  }

  @FieldResolver(() => SolutionConnection, { nullable: true, description: 'The solutions it owns, by id.' })
  solutions(@Root() partner: PartnerRow, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.solutions.related.load(partner.id, oneParent('ownerPartnerId'), page);
  }

  @FieldResolver(() => DeploymentConnection, {
    nullable: true,
    description:
      'The deployments that it runs, of its own solutions or those of others. A deployment is the use of a solution in a city.',
  })
  operatedDeployments(
    @Root() partner: PartnerRow,
    @Args(() => StandingArgs) { includeClaims, ...page }: StandingArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return includeClaims
      ? loaders.deploymentsAndClaims.load(partner.id, 'operatorPartnerId', page, SHOWN_AS_CLAIM)
      : loaders.deployments.load(partner.id, 'operatorPartnerId', page);
  }

  @FieldResolver(() => IntroductionConnection, { nullable: true, description: 'The solutions it brought to others.' })
  introductionsGiven(
    @Root() partner: PartnerRow,
    @Args(() => StandingArgs) { includeClaims, ...page }: StandingArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return includeClaims
      ? loaders.introductionsAndClaims.load(partner.id, 'from.partnerId', page, SHOWN_AS_CLAIM)
      : loaders.introductions.load(partner.id, 'from.partnerId', page);
  }

  @FieldResolver(() => IntroductionConnection, {
    nullable: true,
    description: 'The solutions that were brought to it.',
  })
  introductionsReceived(
    @Root() partner: PartnerRow,
    @Args(() => StandingArgs) { includeClaims, ...page }: StandingArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return includeClaims
      ? loaders.introductionsAndClaims.load(partner.id, 'toPartnerId', page, SHOWN_AS_CLAIM)
      : loaders.introductions.load(partner.id, 'toPartnerId', page);
  }

  @FieldResolver(() => AgreementConnection, { nullable: true, description: 'The agreements it is a party of, by id.' })
  agreements(@Root() partner: PartnerRow, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.agreements.related.load(partner.id, manyParents('parties.partnerId'), page);
  }

  @FieldResolver(() => OfficeConnection, {
    nullable: true,
    description: 'Who holds or held an office at it, by person.',
  })
  officeHolders(
    @Root() partner: PartnerRow,
    @Args(() => OfficeHoldersArgs) args: OfficeHoldersArgs,
    @Ctx() { loaders, clock }: PartnersContext,
  ) {
    return loaders.offices.load(partner.id, 'organisationId', args, officeFilter(args, clock));
  }

  @FieldResolver(() => ClaimConnection, {
    nullable: true,
    description:
      'What it or others say of it in programmes, such as to have been the first of its kind; not necessarily so.',
  })
  claimsAbout(@Root() partner: PartnerRow, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.claims.load(partner.id, 'aboutPartnerId', page);
  }

  @FieldResolver(() => ClaimConnection, {
    nullable: true,
    description: 'What it says of itself or others in programmes; not necessarily so.',
  })
  claims(@Root() partner: PartnerRow, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.claims.load(partner.id, 'speakerPartnerId', page);
  }
}
