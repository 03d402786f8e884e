import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Confidence } from '../../domain/sources/confidence.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@Directive('@inaccessible')
@ObjectType('ChallengeKey', {
  description: 'A challenge of a city, for subgraphs that find solutions by it.',
  simpleResolvers: true,
})
export class ChallengeKey {
  @Field(() => ID, { description: 'The code of the challenge.' })
  code!: string;

  @Field(() => Confidence, { description: 'How well it is supported that the city has it.' })
  confidence!: Confidence;

  @Field(() => LocalizedText, { nullable: true, description: 'What the challenge is called.' })
  name?: LocalizedText | null;
}

@Directive('@inaccessible')
@ObjectType('SharedChallenge', { description: 'A challenge that two cities have.', simpleResolvers: true })
export class SharedChallenge {
  @Field(() => ID, { description: 'The code of the challenge.' })
  code!: string;

  @Field(() => Boolean, { description: 'Whether the evidence is HIGH or MEDIUM on both sides.' })
  strong!: boolean;
}

@Directive('@inaccessible')
@ObjectType('PeerCandidate', {
  description: 'Another city with a challenge in common, and what else the two share.',
  simpleResolvers: true,
})
export class PeerCandidate {
  @Field(() => ID, { description: 'The other city.' })
  cityId!: string;

  @ListSize(10)
  @Field(() => [SharedChallenge], { description: 'The challenges that both have, by code; at least one.' })
  shared!: SharedChallenge[];

  @Field(() => Boolean, { description: 'Whether both lie in one region.' })
  sameRegion!: boolean;

  @Field(() => Boolean, { description: 'Whether both are areas of one kind.' })
  sameKind!: boolean;

  @Field(() => Boolean, { description: 'Whether both populations are known and neither is more than twice the other.' })
  similarSize!: boolean;
}
