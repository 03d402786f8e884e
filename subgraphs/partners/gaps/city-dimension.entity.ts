import { Directive, Field, ObjectType } from 'type-graphql';
import { Dimension } from '../../facts/dimension.js';

/** What the cities tell of a dimension that a city works on. */
@ObjectType('CityDimension', { description: 'A dimension that a city works on.', simpleResolvers: true })
export class CityDimension {
  @Directive('@external')
  @Field(() => Dimension, { description: 'The dimension.' })
  dimension!: Dimension;
}
