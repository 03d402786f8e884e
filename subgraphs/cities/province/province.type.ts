import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';

@Directive('@key(fields: "code")')
@ObjectType('Province', { description: 'A province of Thailand.', simpleResolvers: true })
export class Province {
  @Field(() => ID, { description: 'ISO 3166-2 code, such as TH-95.' })
  code!: string;

  @Field(() => LocalizedText, { description: 'The name.' })
  name!: LocalizedText;
}

export const ProvinceConnection = connectionType('Province', () => Province);
