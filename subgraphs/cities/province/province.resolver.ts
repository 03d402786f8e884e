import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../../runtime/database/model.js';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { byId } from '../../runtime/lists/order.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { CityConnection } from '../city/city.type.js';
import type { CitiesContext } from '../loaders.js';
import type { StoredProvince } from './province.model.js';
import { Province, ProvinceConnection } from './province.type.js';

const provinceOrders = defineOrders('Province', {
  ...nameOrders,
});

@ArgsType()
class ProvincesArgs extends PageArgs {
  @Field(() => provinceOrders.type, {
    nullable: true,
    description: 'The order of the list; by code when it is not given.',
  })
  orderBy?: string | null;
}

@Resolver(() => Province)
export class ProvinceResolver {
  @Query(() => Province, { nullable: true, description: 'One province by its code, null when there is none.' })
  province(
    @Arg('code', () => ID, { description: 'ISO 3166-2 code, such as TH-95.' }) code: string,
    @Ctx() { loaders }: CitiesContext,
  ) {
    return loaders.provinces.byId.load(code);
  }

  @Query(() => ProvinceConnection, { nullable: true, description: 'Provinces of Thailand that have a city on file.' })
  provinces(@Args(() => ProvincesArgs) { orderBy, ...page }: ProvincesArgs, @Ctx() { loaders }: CitiesContext) {
    return loaders.provinces.page({}, provinceOrders.of(orderBy), page);
  }

  @FieldResolver(() => ID)
  code(@Root() province: Row<StoredProvince>) {
    return province.id;
  }

  @FieldResolver(() => CityConnection, { nullable: true, description: 'Its cities and areas.' })
  cities(
    @Root() province: Row<StoredProvince>,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: CitiesContext,
  ) {
    return loaders.cities.related.load(province.id, { of: (provinceCode) => ({ provinceCode }), order: byId }, page);
  }
}
