import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@Directive('@inaccessible')
@Directive('@shareable')
@ObjectType('NamedKey', { description: 'An id and the name behind it.', simpleResolvers: true })
export class NamedKey {
  @Field(() => ID, { description: 'The id.' })
  id!: string;

  @Field(() => LocalizedText, { description: 'The name.' })
  name!: LocalizedText;
}
