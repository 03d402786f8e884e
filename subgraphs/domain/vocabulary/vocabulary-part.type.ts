import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { OptionalRequirement } from '../gathering/gathers.js';
import type { VocabularyEnum } from './vocabulary.type.js';

@Directive('@inaccessible')
@Directive('@shareable')
@ObjectType('VocabularyPartValue', { description: 'A value of an enum that any subgraph brings.' })
export class VocabularyPartValue {
  @Field(() => ID, { description: 'The value, as the graph writes it.' })
  value!: string;

  @Field(() => String, { description: 'What people call it in Thai.' })
  th!: string;

  @Field(() => String, { description: 'What people call it in English.' })
  en!: string;

  @Field(() => String, { nullable: true, description: 'What it means.' })
  description!: string | null;
}

/** What a subgraph of others brings to `Vocabulary.all`. Its fields are plain, so that any language gives them. */
@Directive('@inaccessible')
@Directive('@shareable')
@OptionalRequirement()
@ObjectType('VocabularyPart', {
  description:
    'An enum that any subgraph brings to the vocabulary: add to `Vocabulary` a field of this type, a list, with the name of your subgraph.',
})
export class VocabularyPart {
  @Field(() => ID, { description: 'The name of the enum in the schema.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it tells.' })
  description!: string | null;

  @ListSize(20)
  @Field(() => [VocabularyPartValue], { description: 'Its values.' })
  values!: VocabularyPartValue[];
}

/** An enum of another subgraph as clients see it. */
export function toVocabularyEnum({ name, description, values }: VocabularyPart): VocabularyEnum {
  return {
    name,
    description: description ?? '',
    values: values.map(({ value, th, en, description: meaning }) => ({
      value,
      label: { th, en },
      description: meaning ?? '',
    })),
  };
}
