import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { citiesInArea, isArea } from '../../domain/areas/cities-in-area.js';
import { checkCountry } from '../../domain/checks/check-country.js';
import { resolveSource } from '../../domain/sources/resolve-sources.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import type { Row } from '../../runtime/database/model.js';
import { pageOfList } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { AgreementConnection } from '../agreement/agreement.type.js';
import { Challenge, City } from '../references.js';
import { DeploymentConnection } from './deployment/deployment.type.js';
import { shownFacts } from '../facts/claimed-facts.js';
import { StandingArgs } from '../facts/standing.args.js';
import { factsOfSolution } from './solution-facts.js';
import { ownedFact } from '../facts/owned-facts.js';
import { introductionSteps } from './introduction/introduction-steps.js';
import { IntroductionConnection, IntroductionStep } from './introduction/introduction.type.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { Partner } from '../partner/partner.type.js';
import { Programme } from '../programme/programme.type.js';
import { oneParent } from '../../runtime/lists/relations.js';
import {
  citiesOfSolutions,
  IntroductionTreeArgs,
  SolutionDeploymentsArgs,
  solutionOrders,
  SolutionsArgs,
  solutionFilter,
} from './solution.args.js';
import type { StoredSolution } from './solution.model.js';
import { Solution, SolutionConnection } from './solution.type.js';
import { StatedCount } from '../facts/stated-count.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

type SolutionRow = Row<StoredSolution>;

@Resolver(() => Solution)
export class SolutionResolver {
  @Query(() => Solution, { nullable: true, description: 'One solution by its id, null when there is none.' })
  solution(
    @Arg('id', () => ID, { description: 'Such as mastercard-city-key.' }) id: string,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.solutions.byId.load(id);
  }

  @Query(() => SolutionConnection, {
    nullable: true,
    description: 'What helps cities with their challenges: platforms, services, practices.',
  })
  async solutions(
    @Args(() => SolutionsArgs) { filter, orderBy, ...page }: SolutionsArgs,
    @Ctx() context: PartnersContext,
  ) {
    const chosen = solutionFilter(filter, await citiesOfSolutions(context, filter));
    return context.loaders.solutions.page(chosen, solutionOrders.of(orderBy), page);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'Who owns it, where a source says so.' })
  owner(@Root() solution: SolutionRow, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.partners.byId, solution.ownerPartnerId);
  }

  @FieldResolver(() => Programme, { nullable: true, description: 'The programme it came out of.' })
  originProgramme(@Root() solution: SolutionRow, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.programmes.byId, solution.originProgrammeId);
  }

  @ListSize(4)
  @FieldResolver(() => [City], { description: 'The cities it was made with.' })
  coCreatedWith(@Root() solution: SolutionRow) {
    return solution.coCreatedWith.map((id) => ({ id }));
  }

  @ListSize(4)
  @FieldResolver(() => [Challenge], { description: 'The challenges it addresses.' })
  addresses(@Root() solution: SolutionRow) {
    return solution.addresses.map((code) => ({ code }));
  }

  @ListSize(4)
  @FieldResolver(() => [StatedCount], { description: 'Counts that sources state.' })
  counts(@Root() solution: SolutionRow) {
    return solution.counts.map((fact) => resolveSource(solution.sources, fact));
  }

  @FieldResolver(() => DeploymentConnection, {
    description: 'The cities in which it is used (deployments), in the order on file.',
  })
  async deployments(
    @Root() solution: SolutionRow,
    @Args(() => SolutionDeploymentsArgs)
    { stage, countryCode, region, includeClaims, ...page }: SolutionDeploymentsArgs,
    @Ctx() context: PartnersContext,
  ) {
    const area = { countryCode: checkCountry('countryCode', countryCode), region };
    const argument = countryCode == null ? 'region' : 'countryCode';
    const cities = isArea(area) ? await citiesInArea(context, area, argument) : null;
    const deployments = shownFacts(factsOfSolution(solution, 'deployments'), includeClaims).filter(
      (deployment) =>
        (stage == null || stage.includes(deployment.stage)) && (cities?.includes(deployment.cityId) ?? true),
    );
    return pageOfList(
      'Solution.deployments',
      deployments.map((deployment) => ownedFact(solution, deployment)),
      page,
    );
  }

  @FieldResolver(() => IntroductionConnection, { description: 'Who brought it to whom, in the order on file.' })
  introductions(@Root() solution: SolutionRow, @Args(() => StandingArgs) { includeClaims, ...page }: StandingArgs) {
    const introductions = shownFacts(factsOfSolution(solution, 'introductions'), includeClaims);
    return pageOfList(
      'Solution.introductions',
      introductions.map((introduction) => ownedFact(solution, introduction)),
      page,
    );
  }

  @ListSize(10)
  @FieldResolver(() => [IntroductionStep], {
    description:
      'How the solution spread, introduction by introduction, from those who had it first. Each introduction is there once, also where it spread in a circle.',
  })
  introductionTree(
    @Root() solution: SolutionRow,
    @Args(() => IntroductionTreeArgs) { depth, from }: IntroductionTreeArgs,
  ) {
    checkBetween('depth', 1, 10, depth);
    return introductionSteps(solution.introductions, depth, from).map((step) => ({
      ...step,
      introduction: ownedFact(solution, step.introduction),
    }));
  }

  @FieldResolver(() => AgreementConnection, { nullable: true, description: 'The agreements on it, by id.' })
  agreements(@Root() solution: SolutionRow, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.agreements.related.load(solution.id, oneParent('solutionId'), page);
  }
}
