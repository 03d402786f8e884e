import { Field, InputType } from 'type-graphql';

@InputType('LocalizedTextInput', { description: 'A text in Thai and English. At least one of the two is given.' })
export class LocalizedTextInput {
  @Field(() => String, { nullable: true, description: 'The Thai text.' })
  th?: string | null;

  @Field(() => String, { nullable: true, description: 'The English text.' })
  en?: string | null;
}
