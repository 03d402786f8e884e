import { Field, ObjectType } from 'type-graphql';
import { Confidence } from '../../../domain/sources/confidence.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { ParticipationRole } from '../../vocabulary/vocabulary.js';
import { LocalizedText } from '../../../domain/texts/localized-text.type.js';

@ObjectType('Appearance', {
  description: 'An event at which a person takes part, the role, and the sessions at which the person speaks.',
  simpleResolvers: true,
})
export class Appearance {
  @Field(() => ParticipationRole, { description: 'The role.' })
  role!: ParticipationRole;

  @Field(() => Confidence, { description: 'How well it is supported; the sources are those of the event.' })
  confidence!: Confidence;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

export const AppearanceConnection = connectionType('Appearance', () => Appearance);
