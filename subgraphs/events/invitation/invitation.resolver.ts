import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { byId } from '../../runtime/lists/order.js';
import { mapPage } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { City, Partner } from '../references.js';
import { Event } from '../event/event.type.js';
import { invitationOf } from './invitation.model.js';
import { Invitation, InvitationConnection } from './invitation.type.js';
import type { EventsContext } from '../loaders.js';

/** What reads a list of invitations, of each parent in one aggregation. */
function invitationsOf(
  path: 'eventId' | 'cityId' | 'partnerId',
  id: string,
  page: PageArgs,
  { loaders }: EventsContext,
) {
  return loaders.invitations.related
    .load(id, { of: (parentId) => ({ [path]: parentId }), order: byId }, page)
    .then((found) => mapPage(found, invitationOf));
}

@Resolver(() => Invitation)
export class InvitationResolver {
  @FieldResolver(() => Event, { nullable: true, description: 'The event.' })
  event(@Root() { eventId }: { eventId: string }, @Ctx() { loaders }: EventsContext) {
    return loaders.events.byId.load(eventId);
  }
}

@Resolver(() => Partner)
export class PartnerInvitationsResolver {
  @FieldResolver(() => InvitationConnection, { nullable: true, description: 'The events it is invited to.' })
  invitations(@Root() partner: Partner, @Args(() => PageArgs) page: PageArgs, @Ctx() context: EventsContext) {
    return invitationsOf('partnerId', partner.id, page, context);
  }
}

@Resolver(() => Event)
export class EventInvitationsResolver {
  @FieldResolver(() => InvitationConnection, { nullable: true, description: 'The invitations to the event.' })
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
