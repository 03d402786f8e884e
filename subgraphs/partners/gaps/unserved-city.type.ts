import { Field, ObjectType } from 'type-graphql';
import { connectionType } from '../../runtime/page.type.js';
import { City } from '../city.entity.js';

@ObjectType('UnservedCity', { description: 'A city that lacks something: a gap to fill.', simpleResolvers: true })
export class UnservedCity {
  @Field(() => City, { description: 'The city.' })
  city!: City;
}

export const UnservedCityConnection = connectionType('UnservedCity', () => UnservedCity);
