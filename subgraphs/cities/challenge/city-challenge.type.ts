import { Field, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { Challenge } from './challenge.type.js';
import { City } from '../city/city.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@ObjectType('CityChallenge', { description: 'That a city has a challenge, and what shows it.', simpleResolvers: true })
export class CityChallenge extends Fact {
  @Field(() => City, { description: 'The city.' })
  city!: City;

  @Field(() => Challenge, { nullable: true, description: 'The challenge.' })
  challenge!: Challenge | null;

  @Field(() => LocalizedText, { description: 'What shows it.' })
  basis!: LocalizedText;
}

export const CityChallengeConnection = connectionType('CityChallenge', () => CityChallenge);
