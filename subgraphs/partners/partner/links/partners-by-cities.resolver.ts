import mongoose from 'mongoose';
import { Args, ArgsType, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { BATCH_SIZE } from '../../../runtime/database/loader.js';
import { checkBetween } from '../../../runtime/lists/check-between.js';
import { mapPage, pageOfList } from '../../../runtime/lists/page.js';
import { PageArgs } from '../../../runtime/lists/page-args.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { agreementModel } from '../../agreement/agreement.model.js';
import type { PartnersContext } from '../../loaders.js';
import { solutionModel } from '../../solution/solution.model.js';
import { PartnerLinkKind } from '../../vocabulary/vocabulary.js';
import { PartnerFilter, partnerFilter } from '../partner.args.js';
import { partnerModel } from '../partner.model.js';
import { Partner } from '../partner.type.js';
import { readDirectLinks } from './direct-links.loader.js';

@ObjectType('PartnerReach', {
  description: 'A partner, and in how many cities it works.',
  simpleResolvers: true,
})
export class PartnerReach {
  @Field(() => Partner, { description: 'The partner.' })
  partner!: Partner;

  @Field(() => Int, { description: 'The number of cities, each counted once.' })
  cityCount!: number;
}

const PartnerReachConnection = connectionType('PartnerReach', () => PartnerReach);

@ArgsType()
class PartnersByCitiesArgs extends PageArgs {
  @Field(() => PartnerFilter, { nullable: true, description: 'Which partners; all when absent.' })
  filter?: PartnerFilter | null;

  @Field(() => [PartnerLinkKind], {
    nullable: true,
    description:
      'Only cities with which they work in one of these ways; in any direct one when absent. Those of programmes and cohorts are not direct, and find none.',
  })
  linkKind?: PartnerLinkKind[] | null;

  @Field(() => Int, { defaultValue: 1, description: 'Only partners with at least so many cities, 1 to 10,000.' })
  citiesAtLeast!: number;
}

@Resolver()
export class PartnersByCitiesResolver {
  @Query(() => PartnerReachConnection, {
    nullable: true,
    description:
      'Partners by the number of cities with which they work directly, as `City.partners` tells it: by agreement, deployment or introduction. The most cities first, then by id.\n\nพันธมิตรเรียงตามจำนวนเมืองที่ทำงานด้วยโดยตรง จากมากไปน้อย',
  })
  async partnersByCities(
    @Args(() => PartnersByCitiesArgs) { filter, linkKind, citiesAtLeast, ...page }: PartnersByCitiesArgs,
    @Ctx() { database, loaders }: PartnersContext,
  ) {
    checkBetween('citiesAtLeast', 1, 10_000, citiesAtLeast);
    const [links, fitting] = await Promise.all([
      readDirectLinks(database.model(agreementModel), database.model(solutionModel), { $gt: '' }),
      database
        .model(partnerModel)
        .find(mongoose.trusted(partnerFilter(filter)) as never, { _id: 1 })
        .sort({ _id: 1 })
        .batchSize(BATCH_SIZE)
        .lean<Array<{ _id: string }>>(),
    ]);
    const cities = new Map(fitting.map(({ _id }) => [_id, new Set<string>()]));
    for (const [cityId, { partnerId, kind }] of links)
      if (linkKind == null || linkKind.includes(kind)) cities.get(partnerId)?.add(cityId);
    const reaches = [...cities]
      .map(([id, { size }]) => ({ id, cityCount: size }))
      .filter(({ cityCount }) => cityCount >= citiesAtLeast)
      .sort((a, b) => b.cityCount - a.cityCount || (a.id < b.id ? -1 : 1));
    const found = pageOfList('Query.partnersByCities', reaches, page);
    const partners = await loaders.partners.byId.loadMany(found.nodes.map(({ id }) => id));
    const byId = new Map(found.nodes.map(({ id }, at) => [id, partners[at]]));
    return mapPage(found, ({ id, cityCount }) => ({ partner: byId.get(id), cityCount }));
  }
}
