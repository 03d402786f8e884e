import { Field, ObjectType } from 'type-graphql';
import { City, Partner, Person } from '../../references.js';
import { Confidence } from '../../../domain/sources/confidence.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { Event } from '../event.type.js';
import { ParticipationRole } from '../../vocabulary/vocabulary.js';
import { LocalizedText } from '../../../domain/texts/localized-text.type.js';

/** Who takes part: a city, a partner or a person. */
@ObjectType('Participant', { simpleResolvers: true })
export abstract class Participant {
  @Field(() => City, { nullable: true, description: 'The city, when it is one.' })
  city!: City | null;

  @Field(() => Partner, { nullable: true, description: 'The partner, when it is one.' })
  partner!: Partner | null;

  @Field(() => Person, { nullable: true, description: 'The person, when it is one.' })
  person!: Person | null;
}

@ObjectType('Participation', {
  description: 'A city, a partner or a person who takes part in an event, and in what role.',
  simpleResolvers: true,
})
export class Participation extends Participant {
  @Field(() => Event, { description: 'The event.' })
  event!: Event;

  @Field(() => ParticipationRole, { description: 'The role.' })
  role!: ParticipationRole;

  @Field(() => Confidence, {
    description: 'How well the participation is supported; the sources are those of the event.',
  })
  confidence!: Confidence;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

export const ParticipationConnection = connectionType('Participation', () => Participation);
