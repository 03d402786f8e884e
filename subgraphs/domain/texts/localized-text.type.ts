import { Arg, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Cost } from '../../runtime/schema/cost-directives.js';
import { Language } from './language.js';

/** A text in Thai and English; at least one of the two is there. */
@Directive('@shareable')
@Cost(0) // Part of the record that has it.
@ObjectType('LocalizedText', {
  description:
    'A text in Thai, in English, or in both. `text(lang: TH)` gives the language that you want, or the other one when that is missing, and `langUsed(lang: TH)` says which one it is.\n\nข้อความภาษาไทย อังกฤษ หรือทั้งสองภาษา `text(lang: TH)` ให้ภาษาที่ต้องการหรืออีกภาษาหากไม่มี และ `langUsed(lang: TH)` บอกว่าเป็นภาษาใด',
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
    description: 'The text in the language that is wanted, or in the other one when that is missing.',
  })
  text(
    @Root() root: LocalizedText,
    @Arg('lang', () => Language, { defaultValue: 'EN', description: 'The language that is wanted.' }) lang: Language,
  ): string {
    return textIn(root, languageUsed(root, lang)) ?? '';
  }

  @FieldResolver(() => Language, {
    description:
      'The language in which `text` is, with the same argument: the other one than wanted where that is missing.',
  })
  langUsed(
    @Root() root: LocalizedText,
    @Arg('lang', () => Language, { defaultValue: 'EN', description: 'The language that is wanted.' }) lang: Language,
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
