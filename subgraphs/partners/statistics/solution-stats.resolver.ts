import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { CitiesOf } from '../../domain/areas/cities-in-area.js';
import { Bucket } from '../../domain/bucket.type.js';
import { firstDayOf } from '../../domain/dates/partial-date.js';
import { CHALLENGE_NAMES } from '../../domain/vocabulary/challenge-names.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import type { PartnersContext } from '../loaders.js';
import { citiesOfSolutions, SolutionFilter, solutionFilter } from '../solution/solution.args.js';
import { solutionModel } from '../solution/solution.model.js';
import { SolutionKind, Stage } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { chartArgs, type ChartArgs } from '../../runtime/statistics/chart.args.js';
import { drawChart } from '../../runtime/statistics/chart.js';
import { eachOnce, items, keysOfItems, type CountedDay, type Grouping } from '../../runtime/statistics/count-by.js';
import { itemConditions, type ItemFields } from '../../runtime/statistics/item-conditions.js';
import { knownValues } from '../../runtime/statistics/groups.js';

export const SolutionGroup = defineEnum('SolutionGroup', 'What the solutions of a chart are grouped by.', {
  KIND: { description: 'The kind of solution.', en: 'Kind', th: 'ประเภท' },
  DIMENSION: {
    description: 'The dimensions that solutions serve. A solution that serves two counts once in each.',
    en: 'Dimension',
    th: 'ด้าน',
  },
  CHALLENGE: {
    description:
      'The challenges that solutions address, by code. A solution that addresses two counts once in each. Every challenge has a bar.',
    en: 'Challenge',
    th: 'ความท้าทาย',
  },
  STAGE: {
    description:
      'The stages that solutions have reached in cities. A solution that is at two stages in two cities counts once in each. Where the filter names a city, country, regions or stages, only those deployments are counted; an `or` of such conditions and others is refused.',
    en: 'Stage',
    th: 'ขั้นความคืบหน้า',
  },
  DEPLOYMENT_STAGE: {
    description:
      'The stages of deployments. Here deployments are counted, not solutions: a solution in use in three cities counts three times. Where the filter names a city, country, regions or stages, only those are counted.',
    en: 'Stage of deployments',
    th: 'ขั้นความคืบหน้าของการนำไปใช้',
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
  async solutionStats(
    @Args(() => SolutionStatsArgs) args: ChartArgs<SolutionGroup, SolutionFilter>,
    @Ctx() context: PartnersContext,
  ): Promise<Bucket[]> {
    const citiesOf = await citiesOfSolutions(context, args.filter);
    return drawChart(
      context,
      {
        model: solutionModel,
        filter: solutionFilter(args.filter, citiesOf),
        day: FIRST_DEPLOYED,
        groupings: groupingsOf(args, citiesOf),
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

function deploymentsOf(citiesOf: CitiesOf<SolutionFilter>): ItemFields<SolutionFilter> {
  return {
    fields: ['deployedIn', 'deployedInCountry', 'deployedInRegion', 'stage'],
    conditionsOf(filter) {
      const { stage, deployedIn } = filter;
      const cities = citiesOf(filter);
      return [
        ...(deployedIn == null ? [] : [{ $eq: ['$$item.cityId', deployedIn] }]),
        ...(cities === null ? [] : [{ $in: ['$$item.cityId', cities] }]),
        ...(stage == null ? [] : [{ $in: ['$$item.stage', stage] }]),
      ];
    },
  };
}

/** Of deployments only those count that the filter speaks of. */
function groupingsOf(
  { filter, groupBy, thenBy }: ChartArgs<SolutionGroup, SolutionFilter>,
  citiesOf: CitiesOf<SolutionFilter>,
): Record<SolutionGroup, Grouping> {
  const isByStage = [groupBy, thenBy].some((group) => group === 'STAGE' || group === 'DEPLOYMENT_STAGE');
  const conditions = isByStage ? itemConditions(filter, deploymentsOf(citiesOf)) : [];
  return {
    KIND: { path: 'kind', known: knownValues(SolutionKind) },
    DIMENSION: { ...eachOnce('$dimensions'), known: knownValues(Dimension) },
    CHALLENGE: { ...eachOnce('$addresses'), known: CHALLENGE_NAMES },
    STAGE: { ...keysOfItems('deployments', 'stage', conditions), known: knownValues(Stage) },
    DEPLOYMENT_STAGE: { ...items('deployments', 'stage', conditions), known: knownValues(Stage) },
  };
}
