import { Field, ObjectType } from 'type-graphql';
import { City } from './city.entity.js';
import { Partner } from './partner.entity.js';
import { Person } from './person.entity.js';

/** Who takes part: a city, a partner or a person. */
@ObjectType('Participant', { simpleResolvers: true })
export abstract class Participant {
  @Field(() => City, { nullable: true, description: 'The city, when it is one.' })
  city!: City | null;

  @Field(() => Partner, { nullable: true, description: 'The partner, when it is one.' })
  partner!: Partner | null;

  @Field(() => Person, { nullable: true, description: 'The person, when it is one.' })
  person!: Person | null;
}
