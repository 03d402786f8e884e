import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { countryLabel } from '../../domain/texts/country-label.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { MAX_TIME_MS } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { PartnerFilter, partnerFilter } from '../partner/partner.args.js';
import { partnerModel } from '../partner/partner.model.js';
import { programmeModel } from '../programme/programme.model.js';
import { Barrier, PartnerKind, PartnerRoleKind } from '../vocabulary/vocabulary.js';
import { countKeys, keysHeld } from './count-keys.js';
import { barsOf, groupsOf, type Group } from './groups.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

export const PartnerGroup = defineEnum('PartnerGroup', 'By what partners are counted.', {
  KIND: { description: 'By what kind of organisation they are.', en: 'Kind', th: 'ประเภท' },
  COUNTRY: { description: 'By country; every country on file.', en: 'Country', th: 'ประเทศ' },
  PROGRAMME: {
    description:
      'By the programmes in which they have a role: one with roles in two counts in both. Only roles that the filter speaks of.',
    en: 'Programme',
    th: 'โครงการ',
  },
  ROLE: {
    description: 'By their roles in programmes: one with two counts in both. Only roles that the filter speaks of.',
    en: 'Role',
    th: 'บทบาท',
  },
  BARRIER: {
    description: 'By what they help cities to overcome: one with two counts in both.',
    en: 'Barrier',
    th: 'อุปสรรค',
  },
});
export type PartnerGroup = keyof typeof PartnerGroup;

/** Programmes that a chart shows without any partner. */
const MOST_PROGRAMMES = 100;

@Resolver()
export class PartnerStatsResolver {
  @ListSize(20)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'Partners counted for a chart, the same numbers as counting the list. Groups without any are there with 0; those that have no group come last.',
  })
  async partnerStats(
    @Arg('groupBy', () => PartnerGroup, { description: 'By what.' }) groupBy: PartnerGroup,
    @Arg('filter', () => PartnerFilter, { nullable: true, description: 'Which partners; all when absent.' })
    filter: PartnerFilter | null | undefined,
    @Ctx() { database }: PartnersContext,
  ): Promise<Bucket[]> {
    const [groups, counts] = await Promise.all([
      groupsBy(groupBy, database),
      countKeys(database.model(partnerModel), partnerFilter(filter), keysBy(groupBy, filter ?? {})),
    ]);
    return barsOf(groups, counts);
  }
}

function keysBy(groupBy: PartnerGroup, { programme, role }: PartnerFilter): object {
  const spokenOf = [
    ...(programme == null ? [] : [{ $eq: ['$$item.programmeId', programme] }]),
    ...(role == null ? [] : [{ $in: ['$$item.role', role] }]),
  ];
  switch (groupBy) {
    case 'KIND':
      return ['$kind'] as object;
    case 'COUNTRY':
      return ['$countryCode'] as object;
    case 'PROGRAMME':
      return keysHeld('roles', 'programmeId', spokenOf);
    case 'ROLE':
      return keysHeld('roles', 'role', spokenOf);
    case 'BARRIER':
      return { $setUnion: ['$barriersTackled', []] };
  }
}

async function groupsBy(groupBy: PartnerGroup, database: PartnersContext['database']): Promise<Group[]> {
  switch (groupBy) {
    case 'KIND':
      return groupsOf(PartnerKind);
    case 'COUNTRY':
      return (await database.model(partnerModel).distinct('countryCode').maxTimeMS(MAX_TIME_MS))
        .flatMap((code) => (code === null ? [] : [{ key: code, label: countryLabel(code) }]))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
    case 'PROGRAMME':
      return (
        await database
          .model(programmeModel)
          .find({}, { name: 1 })
          .sort({ _id: 1 })
          .limit(MOST_PROGRAMMES)
          .maxTimeMS(MAX_TIME_MS)
          .lean()
      ).map(({ _id, name }) => ({ key: _id, label: name }));
    case 'ROLE':
      return groupsOf(PartnerRoleKind);
    case 'BARRIER':
      return groupsOf(Barrier);
  }
}
