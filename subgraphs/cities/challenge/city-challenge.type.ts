import { Field, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { Challenge } from './challenge.type.js';
import { City } from '../city/city.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@ObjectType('CityChallenge', {
  description: 'A challenge that a city has, and what shows that it does.',
  simpleResolvers: true,
})
export class CityChallenge extends Fact {
  @Field(() => City, { description: 'The city.' })
  city!: City;

  @Field(() => Challenge, { nullable: true, description: 'The challenge.' })
  challenge!: Challenge | null;

  @Field(() => LocalizedText, { description: 'What shows that the city has the challenge, in a few words.' })
  basis!: LocalizedText;
}

export const CityChallengeConnection = connectionType('CityChallenge', () => CityChallenge);
