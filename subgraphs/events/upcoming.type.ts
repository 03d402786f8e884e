import { Field, ObjectType } from 'type-graphql';
import { connectionType } from '../runtime/page.type.js';
import { Event } from './event.type.js';
import { Certainty } from './vocabulary.js';

@ObjectType('UpcomingEvent', {
  description: 'An event that starts, or may start, within a window of days.',
  simpleResolvers: true,
})
export class UpcomingEvent {
  @Field(() => Event, { description: 'The event.' })
  event!: Event;

  @Field(() => Certainty, { description: 'How sure it is that it starts in the window.' })
  certainty!: Certainty;
}

export const UpcomingEventConnection = connectionType('UpcomingEvent', () => UpcomingEvent);
