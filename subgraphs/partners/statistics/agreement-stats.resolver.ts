import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { AgreementFilter, agreementFilter } from '../agreement/agreement.args.js';
import { agreementModel } from '../agreement/agreement.model.js';
import type { PartnersContext } from '../loaders.js';
import { AgreementKind, AgreementStatus, Barrier } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { chartArgs, type ChartArgs } from '../../runtime/statistics/chart.args.js';
import { drawChart } from '../../runtime/statistics/chart.js';
import { eachOnce, itemsOf, type Grouping } from '../../runtime/statistics/count-by.js';
import { knownValues } from '../../runtime/statistics/groups.js';

export const AgreementGroup = defineEnum('AgreementGroup', 'What the agreements of a chart are grouped by.', {
  KIND: { description: 'The kind of agreement.', en: 'Kind', th: 'ประเภท' },
  STATUS: { description: 'The status of the agreement.', en: 'Status', th: 'สถานะ' },
  BARRIER: {
    description: 'What holds agreements up. One that is held up by two barriers counts once in each.',
    en: 'Barrier',
    th: 'อุปสรรค',
  },
});
export type AgreementGroup = keyof typeof AgreementGroup;

const GROUPINGS: Readonly<Record<AgreementGroup, Grouping>> = {
  KIND: { path: 'kind', known: knownValues(AgreementKind) },
  STATUS: { path: 'status', known: knownValues(AgreementStatus) },
  BARRIER: { ...eachOnce('$barriers'), known: knownValues(Barrier) },
};

/** Amounts in different currencies have no sum. */
const baht = itemsOf('funding.values', [{ $eq: ['$$item.currency', 'THB'] }]);

const AgreementStatsArgs = chartArgs(AgreementGroup, AgreementFilter, {
  counted: 'agreements',
  day: 'An agreement counts on the first day on which it may have been made.',
  value: 'the first amount in baht on file for each, also where sources contradict it; other currencies are left out',
});

@Resolver()
export class AgreementStatsResolver {
  @ListSize(20)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'How many agreements there are, by group, by time, or both: the same numbers as counting the list. Groups and spans of time without any are there with 0; those that have no group, or no date, are the bar `NONE`. At most 1,000 bars.',
  })
  agreementStats(
    @Args(() => AgreementStatsArgs) args: ChartArgs<AgreementGroup, AgreementFilter>,
    @Ctx() context: PartnersContext,
  ): Promise<Bucket[]> {
    return drawChart(
      context,
      {
        model: agreementModel,
        filter: agreementFilter(args.filter, context.clock),
        day: { path: 'on' },
        groupings: GROUPINGS,
        value: { $first: { $map: { input: baht, as: 'item', in: '$$item.value' } } },
      },
      args,
    );
  }
}
