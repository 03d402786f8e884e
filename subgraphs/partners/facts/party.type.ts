import { ObjectType } from 'type-graphql';

/** One side of an agreement or introduction; its two fields are in its resolver. */
@ObjectType('CityOrPartner', {
  description: 'One side of an agreement or introduction: either a city or a partner.',
  simpleResolvers: true,
})
export class CityOrPartner {
  cityId!: string | null;
  partnerId!: string | null;
}
