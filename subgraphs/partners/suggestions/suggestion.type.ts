import { Field, Float, Int, ObjectType } from 'type-graphql';
import { LocalizedText } from '../../facts/localized-text.type.js';
import { City } from '../city.entity.js';
import { Solution } from '../solution.type.js';
import { SuggestionReasonKind } from './suggestion-reason-kind.js';
import { ListSize } from '../../runtime/cost-directives.js';

@ObjectType('SuggestionReason', {
  description: 'Why something is suggested to a city: a fact, and what it weighs.',
  simpleResolvers: true,
})
export class SuggestionReason {
  @Field(() => SuggestionReasonKind, { description: 'What kind of reason it is.' })
  kind!: SuggestionReasonKind;

  @Field(() => Int, {
    description: 'What it adds to the points. Of several proofs the best one counts, further ones are told with 0.',
  })
  points!: number;

  @Field(() => LocalizedText, { description: 'The reason in words.' })
  sentence!: LocalizedText;
}

@ObjectType('PeerCity', { description: 'A city to learn from, and why.', simpleResolvers: true })
export class PeerCity {
  @Field(() => City, { description: 'The city.' })
  city!: City;

  @Field(() => Float, { description: 'From 0 to 1: its points by the most that any peer of this city could have.' })
  score!: number;

  @Field(() => Int, { description: 'What its reasons weigh together.' })
  points!: number;

  @ListSize(10)
  @Field(() => [SuggestionReason], { description: 'Why: at least one shared challenge.' })
  reasons!: SuggestionReason[];
}

@ObjectType('CityPeers', { description: 'The cities that a city can learn from.', simpleResolvers: true })
export class CityPeers {
  @Field(() => [PeerCity], { description: 'The peers, best first; ties by id.' })
  nodes!: PeerCity[];

  @Field(() => LocalizedText, { nullable: true, description: 'Why there are none, null when there are some.' })
  emptyBecause!: LocalizedText | null;
}

@ObjectType('SuggestedSolution', { description: 'A solution that could help a city, and why.', simpleResolvers: true })
export class SuggestedSolution {
  @Field(() => Solution, { nullable: true, description: 'The solution.' })
  solution!: Solution | null;

  @Field(() => Float, {
    description: 'From 0 to 1: its points by the most that any solution could have for this city.',
  })
  score!: number;

  @Field(() => Int, { description: 'What its reasons weigh together.' })
  points!: number;

  @ListSize(10)
  @Field(() => [SuggestionReason], {
    description: 'Why: the challenges of the city that it addresses, and where it is proven.',
  })
  reasons!: SuggestionReason[];
}

@ObjectType('SuggestedSolutions', { description: 'The solutions that could help a city.', simpleResolvers: true })
export class SuggestedSolutions {
  @Field(() => [SuggestedSolution], { description: 'The solutions, best first; ties by id.' })
  nodes!: SuggestedSolution[];

  @Field(() => LocalizedText, { nullable: true, description: 'Why there are none, null when there are some.' })
  emptyBecause!: LocalizedText | null;
}
