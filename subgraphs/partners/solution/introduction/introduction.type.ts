import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Fact } from '../../../domain/sources/fact.type.js';
import { PartialDateType } from '../../../domain/dates/partial-date.type.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { IntroductionKind, Stage } from '../../vocabulary/vocabulary.js';
import { LocalizedText } from '../../../domain/texts/localized-text.type.js';

@ObjectType('Introduction', {
  description:
    'An introduction: a city or partner brought a solution to another one. Introductions show how solutions spread.',
  simpleResolvers: true,
})
export class Introduction extends Fact {
  @Field(() => ID, { description: 'The id: readable and never changed.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the solution, in which it lives: for `expectedVersion`.' })
  version!: number;

  @Field(() => IntroductionKind, { description: 'In what way it was brought, such as on a study visit.' })
  kind!: IntroductionKind;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was brought.' })
  on!: string | null;

  @Field(() => Stage, { description: 'How far the solution has come with the one it was brought to.' })
  stage!: Stage;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

export const IntroductionConnection = connectionType('Introduction', () => Introduction);

@ObjectType('IntroductionStep', { description: 'A step in the spread of a solution.', simpleResolvers: true })
export class IntroductionStep {
  @Field(() => Int, { description: 'Steps from those with whom the spread began, 1 for their own introductions.' })
  depth!: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The introduction by which the giver had come to the solution, null at depth 1.',
  })
  parentId!: string | null;

  @Field(() => Introduction, { description: 'The introduction.' })
  introduction!: Introduction;
}
