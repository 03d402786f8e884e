import { Ctx, FieldResolver, Resolver, Root, Int } from 'type-graphql';
import { Agreement } from '../../agreement/agreement.type.js';
import type { CityLink } from './city-link.js';
import { Cohort, City } from '../../references.js';
import { loadOrNull } from '../../../runtime/database/loader.js';
import type { PartnersContext } from '../../loaders.js';
import { PartnerLink, CityPartner, CohortPartner } from './partner-link.type.js';
import { Programme } from '../../programme/programme.type.js';
import { Solution } from '../../solution/solution.type.js';
import { stubOf } from '../../../runtime/foreign/stub.js';
import { Partner } from '../partner.type.js';
import type { LinkedPartner } from './partners-by-links.js';

@Resolver(() => PartnerLink)
export class PartnerLinkResolver {
  @FieldResolver(() => Agreement, { nullable: true, description: 'The agreement, for AGREEMENT.' })
  agreement(@Root() link: CityLink, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.agreements.byId, link.agreementId);
  }

  @FieldResolver(() => Solution, {
    nullable: true,
    description: 'The solution, for SOLUTION_OWNER, SOLUTION_OPERATOR and INTRODUCED_SOLUTION.',
  })
  solution(@Root() link: CityLink, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.solutions.byId, link.solutionId);
  }

  @FieldResolver(() => Programme, {
    nullable: true,
    description: 'The programme, for PROGRAMME_OWNER and COHORT_SPONSOR.',
  })
  programme(@Root() link: CityLink, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.programmes.byId, link.programmeId);
  }

  @FieldResolver(() => Cohort, { nullable: true, description: 'The cohort, for COHORT_SPONSOR.' })
  cohort(@Root() link: CityLink) {
    return stubOf(link.cohortId);
  }
}

@Resolver(() => CityPartner)
export class CityPartnerResolver {
  @FieldResolver(() => Partner, { nullable: true })
  partner(@Root() linked: LinkedPartner, @Ctx() { loaders }: PartnersContext) {
    return loaders.partners.byId.load(linked.partnerId);
  }
}

@Resolver(() => CohortPartner)
export class CohortPartnerResolver {
  @FieldResolver(() => Partner, { nullable: true })
  partner(@Root() linked: LinkedPartner, @Ctx() { loaders }: PartnersContext) {
    return loaders.partners.byId.load(linked.partnerId);
  }

  @FieldResolver(() => [City])
  cities(@Root() linked: LinkedPartner) {
    return linked.cityIds.map((id) => ({ id }));
  }

  @FieldResolver(() => Int)
  cityCount(@Root() linked: LinkedPartner): number {
    return linked.cityIds.length;
  }
}
