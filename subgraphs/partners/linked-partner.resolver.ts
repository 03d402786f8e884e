import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { City } from './city.entity.js';
import type { PartnersContext } from './loaders.js';
import { CityPartner, CohortPartner } from './partner-link.type.js';
import { Partner } from './partner.type.js';
import type { LinkedPartner } from './partners-by-links.js';

@Resolver(() => CityPartner)
export class CityPartnerResolver {
  @FieldResolver(() => Partner, { nullable: true })
  partner(@Root() linked: LinkedPartner, @Ctx() { loaders }: PartnersContext) {
    return loaders.partners.byId.load(linked.partnerId);
  }
}

@Resolver(() => CohortPartner)
export class CohortPartnerResolver {
  @FieldResolver(() => Partner, { nullable: true })
  partner(@Root() linked: LinkedPartner, @Ctx() { loaders }: PartnersContext) {
    return loaders.partners.byId.load(linked.partnerId);
  }

  @FieldResolver(() => [City])
  cities(@Root() linked: LinkedPartner) {
    return linked.cityIds.map((id) => ({ id }));
  }

  @FieldResolver(() => Int)
  cityCount(@Root() linked: LinkedPartner): number {
    return linked.cityIds.length;
  }
}
