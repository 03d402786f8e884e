import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Appearance } from './appearance.type.js';
import { sessionOf } from '../event-parts.js';
import { Event } from '../event.type.js';
import type { EventsContext } from '../../loaders.js';
import { EventSession } from '../session/session.type.js';
import { ListSize } from '../../../runtime/schema/cost-directives.js';

/** An appearance as it is answered: the event is read only when it is asked for. */
interface AnsweredAppearance {
  eventId: string;
  personId: string;
}

@Resolver(() => Appearance)
export class AppearanceResolver {
  @FieldResolver(() => Event, { nullable: true, description: 'The event.' })
  event(@Root() { eventId }: AnsweredAppearance, @Ctx() { loaders }: EventsContext) {
    return loaders.events.byId.load(eventId);
  }

  @ListSize(2)
  @FieldResolver(() => [EventSession], {
    description: 'The sessions of the event at which the person speaks; none when no source names one.',
  })
  async sessions(@Root() { eventId, personId }: AnsweredAppearance, @Ctx() { loaders }: EventsContext) {
    const event = await loaders.events.byId.load(eventId);
    const spoken = event?.sessions.filter(({ speakers }) => speakers.some((speaker) => speaker.personId === personId));
    return (spoken ?? []).map((session) => sessionOf(eventId, session));
  }
}
