import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { LocalizedText } from '../texts/localized-text.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@Directive('@shareable')
@ObjectType('VocabularyValue', { description: 'A value of an enum, for people.', simpleResolvers: true })
export class VocabularyValue {
  @Field(() => ID, { description: 'The value as the graph writes it, such as PLAN_SUBMITTED.' })
  value!: string;

  @Field(() => LocalizedText, { description: 'What people call it, in both languages.' })
  label!: LocalizedText;

  @Field(() => String, { description: 'What it means, as in the schema.' })
  description!: string;
}

@Directive('@shareable')
@ObjectType('VocabularyEnum', {
  description: 'An enum of the graph, for people: its values with their labels, in the order of the schema.',
  simpleResolvers: true,
})
export class VocabularyEnum {
  @Field(() => ID, { description: 'The name of the enum in the schema.' })
  name!: string;

  @Field(() => String, { description: 'What it tells, as in the schema.' })
  description!: string;

  @ListSize(45)
  @Field(() => [VocabularyValue], { description: 'Its values.' })
  values!: VocabularyValue[];
}
