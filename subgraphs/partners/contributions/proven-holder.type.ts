import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { City } from '../references.js';
import { Stage } from '../vocabulary/vocabulary.js';

@Directive('@inaccessible')
@ObjectType('ProvenHolder', {
  description:
    'Who holds a solution to a challenge of a city that is in use elsewhere, for subgraphs that find where to meet them.',
  simpleResolvers: true,
})
export class ProvenHolder {
  @Field(() => ID, { description: 'The city in which it is in use.' })
  cityId!: string;

  @Field(() => City, { description: 'That city, which others name.' })
  city!: City;

  @Field(() => ID, {
    nullable: true,
    description: 'A partner that owns or operates it there, one row for each; null when none is known.',
  })
  partnerId!: string | null;

  @Field(() => ID, { description: 'The solution.' })
  solutionId!: string;

  @Field(() => ID, { description: 'The challenge that it addresses, by code.' })
  challengeCode!: string;

  @Field(() => LocalizedText, { nullable: true, description: 'What the challenge is called.' })
  challengeName!: LocalizedText | null;

  @Field(() => Stage, { description: 'How far it has come there.' })
  stage!: Stage;
}
