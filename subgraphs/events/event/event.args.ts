import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { LocalDate } from '../facts/local-date.js';
import { nameOrders } from '../runtime/name-orders.js';
import { defineOrders } from '../runtime/orders.js';
import { PageArgs } from '../runtime/page-args.js';
import { EventFormat, EventKind, EventStatus, ParticipationRole } from './vocabulary.js';

export const eventOrders = defineOrders('Event', {
  START: { path: 'earliestStart', description: 'By the first day on which it may start' },
  ...nameOrders,
});

@InputType('StartWindow', { description: 'Events that start within days. Undated events never do.' })
export class StartWindow {
  @Field(() => LocalDate, { nullable: true, description: 'The first day of the window; open when absent.' })
  from?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day of the window; open when absent.' })
  to?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Also events whose partial date only overlaps the window. By default every day on which an event may start lies in it.',
  })
  includePossible!: boolean;
}

@InputType('EventFilter', {
  description: 'Which events. All conditions given must hold; of a list, one value must fit.',
})
export class EventFilter {
  @Field(() => [ID], { nullable: true, description: 'These events, at most 100.' })
  ids?: string[] | null;

  @Field(() => [EventKind], { nullable: true, description: 'Of these kinds.' })
  kind?: EventKind[] | null;

  @Field(() => [EventFormat], { nullable: true, description: 'In these formats; events of unknown format never fit.' })
  format?: EventFormat[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Held in one of these languages, ISO 639 codes; events of unknown language never fit.',
  })
  language?: string[] | null;

  @Field(() => [EventStatus], { nullable: true, description: 'Of these statuses.' })
  status?: EventStatus[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only series, or only single events.' })
  series?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Of this programme.' })
  programme?: string | null;

  @Field(() => ID, { nullable: true, description: 'Hosted by this partner.' })
  host?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Held in this city, or with it among those who take part; with `role` only the latter.',
  })
  city?: string | null;

  @Field(() => ID, { nullable: true, description: 'Held in this city.' })
  venueCity?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Hosted by this partner, or with it among those who take part; with `role` only the latter.',
  })
  partner?: string | null;

  @Field(() => ID, { nullable: true, description: 'With this person among those who take part.' })
  person?: string | null;

  @Field(() => [ParticipationRole], {
    nullable: true,
    description:
      'With somebody in one of these roles. When a city, partner or person is given as well, or the list hangs on one, it is they who have the role.',
  })
  role?: ParticipationRole[] | null;

  @Field(() => [ID], { nullable: true, description: 'With a session about one of these challenges, by code.' })
  challenge?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'At which this solution is shown.' })
  solution?: string | null;

  @Field(() => StartWindow, { nullable: true, description: 'That start within these days.' })
  within?: StartWindow | null;

  @Field(() => Boolean, { nullable: true, description: 'Only events without a date, or only events with one.' })
  undated?: boolean | null;
}

@ArgsType()
export class EventsArgs extends PageArgs {
  @Field(() => EventFilter, { nullable: true, description: 'Which events; all when absent.' })
  filter?: EventFilter | null;

  @Field(() => eventOrders.type, { nullable: true, description: 'The order; by id when absent.' })
  orderBy?: string | null;
}

/** The arguments of a list of events that hangs on a parent. */
@ArgsType()
export class RelatedEventsArgs extends PageArgs {
  @Field(() => EventFilter, { nullable: true, description: 'Which of them; all when absent.' })
  filter?: EventFilter | null;

  @Field(() => eventOrders.type, { defaultValue: 'START_ASC', description: 'The order.' })
  orderBy!: string;
}
