import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { City } from './city.entity.js';
import { CityOrPartner } from './city-or-partner.type.js';
import { loadOrNull } from './load-or-null.js';
import type { PartnersContext } from './loaders.js';
import { Partner } from './partner.type.js';
import { stubOf } from './stub-of.js';

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
