import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { MAX_TIME_MS } from '../../runtime/database/loader.js';
import { AgreementFilter, agreementFilter } from '../agreement/agreement.args.js';
import { agreementModel } from '../agreement/agreement.model.js';
import type { PartnersContext } from '../loaders.js';
import { AgreementKind, AgreementStatus, Barrier } from '../vocabulary/vocabulary.js';
import { barsByYear, type YearCount } from './bars-by-year.js';
import { countKeys } from './count-keys.js';
import { ALL, barsOf, groupsOf } from './groups.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

export const AgreementGroup = defineEnum('AgreementGroup', 'By what agreements are counted.', {
  KIND: { description: 'By what kind of agreement they are.', en: 'Kind', th: 'ประเภท' },
  STATUS: { description: 'By how they stand.', en: 'Status', th: 'สถานะ' },
  BARRIER: { description: 'By what holds them up: one held up by two counts in both.', en: 'Barrier', th: 'อุปสรรค' },
});
export type AgreementGroup = keyof typeof AgreementGroup;

const VOCABULARIES = { KIND: AgreementKind, STATUS: AgreementStatus, BARRIER: Barrier };
const KEYS: Readonly<Record<AgreementGroup, object>> = {
  KIND: ['$kind'],
  STATUS: ['$status'],
  BARRIER: { $setUnion: ['$barriers', []] },
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
    @Ctx() { database }: PartnersContext,
  ): Promise<Bucket[]> {
    const agreements = database.model(agreementModel);
    const groups = groupBy == null ? [ALL] : groupsOf(VOCABULARIES[groupBy]);
    const keys = groupBy == null ? [null] : KEYS[groupBy];
    if (!byYear) return barsOf(groups, await countKeys(agreements, agreementFilter(filter), keys));
    const counts = await agreements
      .aggregate<YearCount>([
        { $match: agreementFilter(filter) },
        {
          $project: {
            keys,
            year: { $cond: [{ $eq: ['$on', null] }, null, { $toInt: { $substrBytes: ['$on', 0, 4] } }] },
          },
        },
        { $unwind: { path: '$keys', preserveNullAndEmptyArrays: true } },
        { $group: { _id: { key: { $ifNull: ['$keys', null] }, year: '$year' }, count: { $sum: 1 } } },
        { $project: { _id: 0, key: '$_id.key', year: '$_id.year', count: 1 } },
      ])
      .option({ maxTimeMS: MAX_TIME_MS });
    return barsByYear(groups, counts);
  }
}
