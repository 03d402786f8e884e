import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { firstDayOf } from '../../domain/dates/partial-date.js';
import { CHALLENGE_NAMES } from '../../domain/vocabulary/challenge-names.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import type { PartnersContext } from '../loaders.js';
import { SolutionFilter, solutionFilter } from '../solution/solution.args.js';
import { solutionModel } from '../solution/solution.model.js';
import { SolutionKind, Stage } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { chartArgs, type ChartArgs } from '../../runtime/statistics/chart.args.js';
import { drawChart } from '../../runtime/statistics/chart.js';
import { eachOnce, items, keysOfItems, type CountedDay, type Grouping } from '../../runtime/statistics/count-by.js';
import { knownValues } from '../../runtime/statistics/groups.js';

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
    th: 'ขั้นของการนำไปใช้',
  },
});
export type SolutionGroup = keyof typeof SolutionGroup;

const SolutionStatsArgs = chartArgs(SolutionGroup, SolutionFilter, {
  counted: 'solutions',
  day: 'A solution counts on the first day on which one of its deployments may have reached its first stage.',
});

@Resolver()
export class SolutionStatsResolver {
  @ListSize(20)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'How many solutions there are, by group, by time, or both: the same numbers as counting the list. Groups and spans of time without any are there with 0; those that have no group, or no date, are the bar `NONE`. At most 1,000 bars.',
  })
  solutionStats(
    @Args(() => SolutionStatsArgs) args: ChartArgs<SolutionGroup, SolutionFilter>,
    @Ctx() context: PartnersContext,
  ): Promise<Bucket[]> {
    return drawChart(
      context,
      {
        model: solutionModel,
        filter: solutionFilter(args.filter),
        day: FIRST_DEPLOYED,
        groupings: groupingsOf(args.filter ?? {}),
      },
      args,
    );
  }
}

const FIRST_DEPLOYED: CountedDay = {
  expression: {
    $min: {
      $map: {
        input: '$deployments',
        as: 'deployment',
        in: { $min: { $map: { input: '$$deployment.history', as: 'step', in: firstDayOf('$$step.on') } } },
      },
    },
  },
};

/** Of deployments only those count that the filter speaks of. */
function groupingsOf({ stage, deployedIn }: SolutionFilter): Record<SolutionGroup, Grouping> {
  const conditions = [
    ...(deployedIn == null ? [] : [{ $eq: ['$$item.cityId', deployedIn] }]),
    ...(stage == null ? [] : [{ $in: ['$$item.stage', stage] }]),
  ];
  return {
    KIND: { path: 'kind', known: knownValues(SolutionKind) },
    DIMENSION: { ...eachOnce('$dimensions'), known: knownValues(Dimension) },
    CHALLENGE: { ...eachOnce('$addresses'), known: CHALLENGE_NAMES },
    STAGE: { ...keysOfItems('deployments', 'stage', conditions), known: knownValues(Stage) },
    DEPLOYMENT_STAGE: { ...items('deployments', 'stage', conditions), known: knownValues(Stage) },
  };
}
