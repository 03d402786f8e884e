import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { City } from '../references.js';
import { CityOrPartner } from './party.type.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { Partner } from '../partner/partner.type.js';
import { stubOf } from '../../runtime/foreign/stub.js';

@Resolver(() => CityOrPartner)
export class CityOrPartnerResolver {
  @FieldResolver(() => City, { nullable: true, description: 'The city, null when it is a partner.' })
  city(@Root() side: CityOrPartner) {
    return stubOf(side.cityId);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The partner, null when it is a city.' })
  partner(@Root() side: CityOrPartner, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.partners.byId, side.partnerId);
  }
}
