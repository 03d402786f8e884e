import { Field, ObjectType } from 'type-graphql';
import { Confidence } from '../facts/confidence.js';
import { connectionType } from '../runtime/page.type.js';
import { Event } from './event.type.js';
import { Participant } from './participant.type.js';
import { ParticipationRole } from './vocabulary.js';

@ObjectType('Participation', {
  description: 'That a city, a partner or a person takes part in an event.',
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

  @Field(() => String, { nullable: true, description: 'A remark.' })
  note!: string | null;
}

export const ParticipationConnection = connectionType('Participation', () => Participation);
