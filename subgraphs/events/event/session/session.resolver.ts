import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AnsweredSession } from '../event-parts.js';
import { Event } from '../event.type.js';
import type { EventsContext } from '../../loaders.js';
import { EventSession } from './session.type.js';

@Resolver(() => EventSession)
export class EventSessionResolver {
  @FieldResolver(() => Event, { nullable: true, description: 'The event it belongs to.' })
  event(@Root() session: AnsweredSession, @Ctx() { loaders }: EventsContext) {
    return loaders.events.byId.load(session.eventId);
  }
}
