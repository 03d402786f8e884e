import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { LocalDate } from '../../domain/dates/local-date.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { Certainty, EventFormat, EventKind } from '../vocabulary/vocabulary.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { Event } from '../event/event.type.js';

@ArgsType()
export class UpcomingEventsArgs extends PageArgs {
  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day of the window; today in Thailand when absent. It may lie in the past.',
  })
  asOf?: string | null;

  @Field(() => Int, { defaultValue: 90, description: 'How many days the window reaches beyond it, 0 to 3,660.' })
  days!: number;

  @Field(() => [Certainty], { nullable: true, description: 'Only events of these certainties.' })
  certainty?: Certainty[] | null;

  @Field(() => [EventKind], { nullable: true, description: 'Only events of these kinds.' })
  kind?: EventKind[] | null;

  @Field(() => [EventFormat], {
    nullable: true,
    description: 'Only events in these formats; events of unknown format never fit.',
  })
  format?: EventFormat[] | null;
}

@ArgsType()
export class CityUpcomingEventsArgs extends UpcomingEventsArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Only events that concern the city: held in it, or with it among those who take part.',
  })
  concerning!: boolean;
}

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
