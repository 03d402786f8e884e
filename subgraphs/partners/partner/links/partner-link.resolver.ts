import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Agreement } from './agreement.type.js';
import type { CityLink } from './city-link.js';
import { Cohort } from './cohort.entity.js';
import { loadOrNull } from './load-or-null.js';
import type { PartnersContext } from './loaders.js';
import { PartnerLink } from './partner-link.type.js';
import { Programme } from './programme.type.js';
import { Solution } from './solution.type.js';
import { stubOf } from './stub-of.js';

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
