import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { AgreementFilter, agreementFilter } from '../agreement/agreement.args.js';
import { agreementModel } from '../agreement/agreement.model.js';
import type { PartnersContext } from '../loaders.js';
import { AgreementKind, AgreementStatus, Barrier } from '../vocabulary/vocabulary.js';
import { barsByYear } from './bars-by-year.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { countGroups, knownValues, readGroups } from '../../runtime/statistics/bars.js';
import { countBy, eachOnce, type Grouping } from '../../runtime/statistics/count-by.js';

export const AgreementGroup = defineEnum('AgreementGroup', 'By what agreements are counted.', {
  KIND: { description: 'By what kind of agreement they are.', en: 'Kind', th: 'ประเภท' },
  STATUS: { description: 'By how they stand.', en: 'Status', th: 'สถานะ' },
  BARRIER: { description: 'By what holds them up: one held up by two counts in both.', en: 'Barrier', th: 'อุปสรรค' },
});
export type AgreementGroup = keyof typeof AgreementGroup;

const GROUPINGS: Readonly<Record<AgreementGroup, Grouping>> = {
  KIND: { path: 'kind', known: knownValues(AgreementKind) },
  STATUS: { path: 'status', known: knownValues(AgreementStatus) },
  BARRIER: { ...eachOnce('$barriers'), known: knownValues(Barrier) },
};

@Resolver()
export class AgreementStatsResolver {
  @ListSize(20)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'Agreements counted for a chart, the same numbers as counting the list. Groups and years without any are there with 0; those that have no group come last.',
  })
  async agreementStats(
    @Arg('groupBy', () => AgreementGroup, { nullable: true, description: 'By what; one bar for all when absent.' })
    groupBy: AgreementGroup | null | undefined,
    @Arg('byYear', () => Boolean, {
      defaultValue: false,
      description:
        'Also by the year they were made: each year from the first to the last, its first moment in UTC; then those of unknown year, without a time.',
    })
    byYear: boolean,
    @Arg('filter', () => AgreementFilter, { nullable: true, description: 'Which agreements; all when absent.' })
    filter: AgreementFilter | null | undefined,
    @Ctx() context: PartnersContext,
  ): Promise<Bucket[]> {
    const grouping = groupBy == null ? null : GROUPINGS[groupBy];
    const chosen = agreementFilter(filter);
    if (!byYear) return countGroups(context, agreementModel, grouping, chosen);
    const [counts, groups] = await Promise.all([
      countBy(context.database.model(agreementModel), {
        filter: chosen,
        grouping,
        period: { path: 'on', length: 'YYYY'.length },
        isIndexed: false,
      }),
      readGroups(context, agreementModel, grouping),
    ]);
    return barsByYear(groups(counts.map(({ key }) => key)), counts);
  }
}
