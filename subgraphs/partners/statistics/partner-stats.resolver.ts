import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { countryLabel } from '../../domain/texts/country-label.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import type { PartnersContext } from '../loaders.js';
import { PartnerFilter, partnerFilter } from '../partner/partner.args.js';
import { partnerModel } from '../partner/partner.model.js';
import { programmeModel } from '../programme/programme.model.js';
import { Barrier, PartnerKind, PartnerRoleKind } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { chartArgs, type ChartArgs } from '../../runtime/statistics/chart.args.js';
import { drawChart } from '../../runtime/statistics/chart.js';
import { eachOnce, keysOfItems, type Grouping } from '../../runtime/statistics/count-by.js';
import { itemConditions, type ItemFields } from '../../runtime/statistics/item-conditions.js';
import { knownValues } from '../../runtime/statistics/groups.js';

export const PartnerGroup = defineEnum('PartnerGroup', 'What the partners of a chart are grouped by.', {
  KIND: { description: 'The kind of organisation.', en: 'Kind', th: 'ประเภท' },
  COUNTRY: {
    description: 'The country of the organisation; every country of a partner on file has a bar.',
    en: 'Country',
    th: 'ประเทศ',
  },
  PROGRAMME: {
    description:
      'The programmes in which partners have a role. A partner with roles in two programmes counts once in each. Where the filter names a programme or roles, only those are counted; an `or` of such conditions and others is refused.',
    en: 'Programme',
    th: 'โครงการ',
  },
  ROLE: {
    description:
      'The roles that partners have in programmes, such as OWNER or FUNDER. A partner with two roles counts once in each, so that the bars may add up to more than there are partners. Where the filter names a programme or roles, only those are counted; an `or` of such conditions and others is refused.',
    en: 'Role',
    th: 'บทบาท',
  },
  BARRIER: {
    description: 'The barriers that partners help cities to overcome. A partner with two counts once in each.',
    en: 'Barrier',
    th: 'อุปสรรค',
  },
});
export type PartnerGroup = keyof typeof PartnerGroup;

const PartnerStatsArgs = chartArgs(PartnerGroup, PartnerFilter, {
  counted: 'partners',
  day: 'A partner counts on the first day on which it may have been founded.',
});

@Resolver()
export class PartnerStatsResolver {
  @ListSize(20)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'How many partners there are, by group, by time, or both: the same numbers as counting the list. Groups and spans of time without any are there with 0; those that have no group, or no date, are the bar `NONE`. At most 1,000 bars.',
  })
  partnerStats(
    @Args(() => PartnerStatsArgs) args: ChartArgs<PartnerGroup, PartnerFilter>,
    @Ctx() context: PartnersContext,
  ): Promise<Bucket[]> {
    return drawChart(
      context,
      {
        model: partnerModel,
        filter: partnerFilter(args.filter),
        day: { path: 'foundedOn' },
        groupings: groupingsOf(args),
      },
      args,
    );
  }
}

const ROLES: ItemFields<PartnerFilter> = {
  fields: ['programme', 'role'],
  conditionsOf: ({ programme, role }) => [
    ...(programme == null ? [] : [{ $eq: ['$$item.programmeId', programme] }]),
    ...(role == null ? [] : [{ $in: ['$$item.role', role] }]),
  ],
};

/** Of roles only those count that the filter speaks of. */
function groupingsOf({
  filter,
  groupBy,
  thenBy,
}: ChartArgs<PartnerGroup, PartnerFilter>): Record<PartnerGroup, Grouping> {
  const isByRole = [groupBy, thenBy].some((group) => group === 'PROGRAMME' || group === 'ROLE');
  const conditions = isByRole ? itemConditions(filter, ROLES) : [];
  return {
    KIND: { path: 'kind', known: knownValues(PartnerKind) },
    COUNTRY: { path: 'countryCode', distinct: 'countryCode', label: countryLabel },
    PROGRAMME: { ...keysOfItems('roles', 'programmeId', conditions), named: programmeModel },
    ROLE: { ...keysOfItems('roles', 'role', conditions), known: knownValues(PartnerRoleKind) },
    BARRIER: { ...eachOnce('$barriersTackled'), known: knownValues(Barrier) },
  };
}
