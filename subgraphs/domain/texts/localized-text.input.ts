import { Field, InputType } from 'type-graphql';
import type { LocalizedText } from './localized-text.type.js';

@InputType('LocalizedTextInput', { description: 'A text in Thai and English. At least one of the two is given.' })
export class LocalizedTextInput {
  @Field(() => String, { nullable: true, description: 'The Thai text.' })
  th?: string | null;

  @Field(() => String, { nullable: true, description: 'The English text.' })
  en?: string | null;
}

/** A text as it is after a change: a language that was not given stays, null takes it away. */
export function withBefore({ th, en }: LocalizedTextInput, before: LocalizedText | null | undefined): LocalizedText {
  return { th: th === undefined ? (before?.th ?? null) : th, en: en === undefined ? (before?.en ?? null) : en };
}
