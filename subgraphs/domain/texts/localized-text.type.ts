import { Arg, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Cost } from '../../runtime/schema/cost-directives.js';
import { Language } from './language.js';

/** A text in Thai and English; at least one of the two is there. */
@Directive('@shareable')
@Cost(0) // Part of the record that has it.
@ObjectType('LocalizedText', {
  description: 'A text in Thai and English as equals. At least one of the two is there.',
  simpleResolvers: true,
})
export class LocalizedText {
  @Field(() => String, { nullable: true, description: 'The Thai text, null when there is none.' })
  th!: string | null;

  @Field(() => String, { nullable: true, description: 'The English text, null when there is none.' })
  en!: string | null;
}

@Resolver(() => LocalizedText)
export class LocalizedTextResolver {
  @FieldResolver(() => String, {
    description: 'The text in the language asked for, or in the other one when that is missing.',
  })
  text(
    @Root() root: LocalizedText,
    @Arg('lang', () => Language, { defaultValue: 'EN', description: 'The language wanted.' }) lang: Language,
  ): string {
    return textIn(root, languageUsed(root, lang)) ?? '';
  }

  @FieldResolver(() => Language, { description: 'The language that `text` answers in for the same argument.' })
  langUsed(
    @Root() root: LocalizedText,
    @Arg('lang', () => Language, { defaultValue: 'EN', description: 'The language wanted.' }) lang: Language,
  ): Language {
    return languageUsed(root, lang);
  }
}

function languageUsed(text: LocalizedText, wanted: Language): Language {
  const other: Language = wanted === 'TH' ? 'EN' : 'TH';
  return textIn(text, wanted) == null ? other : wanted;
}

function textIn(text: LocalizedText, language: Language): string | null {
  return language === 'TH' ? text.th : text.en;
}
