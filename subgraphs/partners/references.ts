import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Confidence } from '../../facts/confidence.js';
import { LocalizedText } from '../../facts/localized-text.type.js';

/** What the cities tell of a challenge of a city so that solutions can be found by it. */
@Directive('@inaccessible')
@ObjectType('ChallengeKey', {
  description: 'A challenge of a city, for subgraphs that find solutions by it.',
  simpleResolvers: true,
})
export class ChallengeKey {
  @Directive('@external')
  @Field(() => ID, { description: 'The code of the challenge.' })
  code!: string;

  @Directive('@external')
  @Field(() => Confidence, { description: 'How well it is supported that the city has it.' })
  confidence!: Confidence;

  @Directive('@external')
  @Field(() => LocalizedText, { nullable: true, description: 'What the challenge is called.' })
  name?: LocalizedText | null;
}

/** What the cities tell of a challenge that two of them have. */
@Directive('@inaccessible')
@ObjectType('SharedChallenge', { description: 'A challenge that two cities have.', simpleResolvers: true })
export class SharedChallenge {
  @Directive('@external')
  @Field(() => ID, { description: 'The code of the challenge.' })
  code!: string;

  @Directive('@external')
  @Field(() => Boolean, { description: 'Whether the evidence is HIGH or MEDIUM on both sides.' })
  strong!: boolean;
}

/** What the cities tell of a city that could be the peer of another. */
@Directive('@inaccessible')
@ObjectType('PeerCandidate', {
  description: 'Another city with a challenge in common, and what else the two share.',
  simpleResolvers: true,
})
export class PeerCandidate {
  @Directive('@external')
  @Field(() => ID, { description: 'The other city.' })
  cityId!: string;

  @Directive('@external')
  @Field(() => [SharedChallenge], { description: 'The challenges that both have, by code; at least one.' })
  shared!: SharedChallenge[];

  @Directive('@external')
  @Field(() => Boolean, { description: 'Whether both lie in one region.' })
  sameRegion!: boolean;

  @Directive('@external')
  @Field(() => Boolean, { description: 'Whether both are areas of one kind.' })
  sameKind!: boolean;

  @Directive('@external')
  @Field(() => Boolean, { description: 'Whether both populations are known and neither is more than twice the other.' })
  similarSize!: boolean;
}
