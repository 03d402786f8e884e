import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../runtime/schema/date-time.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { Event } from '../event/event.type.js';
import { Participant } from '../event/participation/participation.type.js';
import { InvitationStatus } from './invitation-status.js';
import { ParticipationRole } from '../vocabulary/vocabulary.js';

@ObjectType('Invitation', {
  description:
    'An invitation of a city, a partner or a person to an event. A city or partner that accepts is registered for it.',
  simpleResolvers: true,
})
export class Invitation extends Participant {
  @Field(() => ID, { description: 'Unique and stable.' })
  id!: string;

  @Field(() => Event, { nullable: true, description: 'The event.' })
  event!: Event | null;

  @Field(() => ParticipationRole, { description: 'In what role.' })
  role!: ParticipationRole;

  @Field(() => String, { nullable: true, description: 'What the host wrote to the invited, null when nothing.' })
  message!: string | null;

  @Field(() => InvitationStatus, { description: 'What became of it.' })
  status!: InvitationStatus;

  @Field(() => DateTime, { description: 'When the invitation was made.' })
  invitedAt!: Date;

  @Field(() => Int, {
    description:
      'A number that every change of it raises by one. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed it since.',
  })
  version!: number;
}

export const InvitationConnection = connectionType('Invitation', () => Invitation);
