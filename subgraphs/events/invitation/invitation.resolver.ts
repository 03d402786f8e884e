import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { checkText, LONGEST_DESCRIPTION } from '../../domain/checks/check-text.js';
import { byId } from '../../runtime/lists/order.js';
import { mapPage } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { insertRow, readRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { City } from '../references.js';
import { authorizeHost } from '../event/event-host.js';
import { stub } from '../event/event-parts.js';
import { broken, checkAhead } from '../event/event-rules.js';
import { eventModel } from '../event/event.model.js';
import { Event } from '../event/event.type.js';
import { InviteToEventInput } from './invitation.input.js';
import { invitationModel, type StoredInvitation } from './invitation.model.js';
import { Invitation, InvitationConnection } from './invitation.type.js';
import type { EventsContext } from '../loaders.js';
import { oneOfIds } from '../event/participation/one-of-ids.js';

/** What reads a list of invitations, of each parent in one aggregation. */
function invitationsOf(path: 'eventId' | 'cityId', id: string, page: PageArgs, { loaders }: EventsContext) {
  return loaders.invitations.related
    .load(id, { of: (parentId) => ({ [path]: parentId }), order: byId }, page)
    .then((found) => mapPage(found, invitationOf));
}

@Resolver(() => Invitation)
export class InvitationResolver {
  @Directive('@authenticated')
  @Mutation(() => Invitation, {
    nullable: true,
    description:
      'Invites a city, a partner or a person to an event, each once. For its host and officers of the partners that host it.',
  })
  async inviteToEvent(
    @Arg('input', () => InviteToEventInput, { description: 'Who is invited to what.' }) input: InviteToEventInput,
    @Ctx() context: EventsContext,
  ) {
    const { database } = context;
    const caller = await authorizeHost(context, input.eventId);
    const { id, who } = oneOfIds(input, ['cityId', 'partnerId', 'personId']);
    const message = input.message == null ? null : checkText('input.message', LONGEST_DESCRIPTION, input.message);
    await checkForeignKeys(context, caller, 'inviteToEvent', input, [
      ['City', 'input.cityId', who.cityId],
      ['Partner', 'input.partnerId', who.partnerId],
      ['Person', 'input.personId', who.personId],
    ]);
    const invitation = await writeExclusively(
      context,
      caller,
      'inviteToEvent',
      input,
      [`Invitation/${input.eventId}/${id}`],
      async (write) => {
        const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
        checkAhead(event, write);
        const _id = `${event.id}/${id}`;
        if (await database.model(invitationModel).exists({ _id }).session(write.session))
          throw broken('INVITED_ALREADY', 'input.eventId', {
            en: 'It is invited to this event already.',
            th: 'ได้รับเชิญเข้าร่วมกิจกรรมนี้แล้ว',
          });
        return insertRow(database, invitationModel, write, 'Invitation', {
          _id,
          eventId: event.id,
          ...who,
          role: input.role,
          message,
          invitedAt: write.at,
        });
      },
    );
    return invitationOf(invitation);
  }

  @FieldResolver(() => Event, { nullable: true, description: 'The event.' })
  event(@Root() { eventId }: { eventId: string }, @Ctx() { loaders }: EventsContext) {
    return loaders.events.byId.load(eventId);
  }
}

@Resolver(() => Event)
export class EventInvitationsResolver {
  @FieldResolver(() => InvitationConnection, { nullable: true, description: 'Who is invited.' })
  invitations(@Root() event: Event, @Args(() => PageArgs) page: PageArgs, @Ctx() context: EventsContext) {
    return invitationsOf('eventId', event.id, page, context);
  }
}

@Resolver(() => City)
export class CityInvitationsResolver {
  @FieldResolver(() => InvitationConnection, { nullable: true, description: 'The events it is invited to.' })
  invitations(@Root() city: City, @Args(() => PageArgs) page: PageArgs, @Ctx() context: EventsContext) {
    return invitationsOf('cityId', city.id, page, context);
  }
}

function invitationOf({ _id, cityId, partnerId, personId, ...rest }: StoredInvitation) {
  return { ...rest, id: _id, city: stub(cityId), partner: stub(partnerId), person: stub(personId) };
}
