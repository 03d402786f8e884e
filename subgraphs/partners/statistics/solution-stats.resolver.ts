import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { CHALLENGE_NAMES } from '../../domain/vocabulary/challenge-names.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import type { PartnersContext } from '../loaders.js';
import { SolutionFilter, solutionFilter } from '../solution/solution.args.js';
import { solutionModel } from '../solution/solution.model.js';
import { SolutionKind, Stage } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { countGroups, knownValues } from '../../runtime/statistics/bars.js';
import { eachOnce, items, keysOfItems, type Grouping } from '../../runtime/statistics/count-by.js';

export const SolutionGroup = defineEnum('SolutionGroup', 'By what solutions are counted.', {
  KIND: { description: 'By what kind of solution they are.', en: 'Kind', th: 'ประเภท' },
  DIMENSION: {
    description: 'By the dimensions they serve: one that serves two counts in both.',
    en: 'Dimension',
    th: 'ด้าน',
  },
  CHALLENGE: {
    description:
      'By the challenges they address, by code: one that addresses two counts in both. Every challenge is there.',
    en: 'Challenge',
    th: 'ความท้าทาย',
  },
  STAGE: {
    description:
      'By the stages of their deployments: one with deployments at two counts in both. Only deployments that the filter speaks of.',
    en: 'Stage',
    th: 'ขั้น',
  },
  DEPLOYMENT_STAGE: {
    description: 'Deployments, not solutions, by their stage. Only those that the filter speaks of.',
    en: 'Stage of deployments',
    th: 'ขั้นของการใช้งาน',
  },
});
export type SolutionGroup = keyof typeof SolutionGroup;

@Resolver()
export class SolutionStatsResolver {
  @ListSize(20)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'Solutions counted for a chart, the same numbers as counting the list. Groups without any are there with 0; those that have no group come last.',
  })
  solutionStats(
    @Arg('groupBy', () => SolutionGroup, { description: 'By what.' }) groupBy: SolutionGroup,
    @Arg('filter', () => SolutionFilter, { nullable: true, description: 'Which solutions; all when absent.' })
    filter: SolutionFilter | null | undefined,
    @Ctx() context: PartnersContext,
  ): Promise<Bucket[]> {
    return countGroups(context, solutionModel, groupingBy(groupBy, filter ?? {}), solutionFilter(filter));
  }
}

/** Of deployments only those count that the filter speaks of. */
function groupingBy(groupBy: SolutionGroup, { stage, deployedIn }: SolutionFilter): Grouping {
  const conditions = [
    ...(deployedIn == null ? [] : [{ $eq: ['$$item.cityId', deployedIn] }]),
    ...(stage == null ? [] : [{ $in: ['$$item.stage', stage] }]),
  ];
  const groupings: Record<SolutionGroup, Grouping> = {
    KIND: { path: 'kind', known: knownValues(SolutionKind) },
    DIMENSION: { ...eachOnce('$dimensions'), known: knownValues(Dimension) },
    CHALLENGE: { ...eachOnce('$addresses'), known: CHALLENGE_NAMES },
    STAGE: { ...keysOfItems('deployments', 'stage', conditions), known: knownValues(Stage) },
    DEPLOYMENT_STAGE: { ...items('deployments', 'stage', conditions), known: knownValues(Stage) },
  };
  return groupings[groupBy];
}
