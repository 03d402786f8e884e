import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../runtime/schema/date-time.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { Event } from '../event/event.type.js';
import { Participant } from '../event/participation/participation.type.js';
import { InvitationStatus } from './invitation-status.js';
import { ParticipationRole } from '../vocabulary/vocabulary.js';

@ObjectType('Invitation', {
  description: 'That a city, a partner or a person is invited to an event. Who accepts is registered for it.',
  simpleResolvers: true,
})
export class Invitation extends Participant {
  @Field(() => ID, { description: 'Unique and stable.' })
  id!: string;

  @Field(() => Event, { nullable: true, description: 'The event.' })
  event!: Event | null;

  @Field(() => ParticipationRole, { description: 'In what role.' })
  role!: ParticipationRole;

  @Field(() => String, { nullable: true, description: 'A word from the host.' })
  message!: string | null;

  @Field(() => InvitationStatus, { description: 'What became of it.' })
  status!: InvitationStatus;

  @Field(() => DateTime, { description: 'When the invitation was made.' })
  invitedAt!: Date;

  @Field(() => Int, { description: 'Raised by one with each change of it.' })
  version!: number;
}

export const InvitationConnection = connectionType('Invitation', () => Invitation);
