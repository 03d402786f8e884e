import { checkCountry } from '../../domain/checks/check-country.js';
import { checkWindow } from '../../domain/checks/check-window.js';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { citiesOfFilter, type CitiesOf } from '../../domain/areas/cities-in-area.js';
import { LocalDate } from '../../domain/dates/local-date.js';
import { Region } from '../../domain/vocabulary/region.js';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { EventFormat, EventKind, EventStatus, ParticipationRole } from '../vocabulary/vocabulary.js';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../runtime/lists/filter.js';
import { FilterIds } from '../../runtime/lists/filter-ids.js';
import type { SubgraphContext } from '../../runtime/subgraph.js';

export const eventOrders = defineOrders('Event', {
  START: { path: 'earliestStart', description: 'By the first day on which it may start' },
  ...nameOrders,
});

@InputType('StartWindow', {
  description:
    'A span of days in which events must start. Of an event whose date is known to the month or year only, every possible first day must lie in the span, unless `includePossible` is true. Events without a date are never in it.',
})
export class StartWindow {
  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day of the span; without it, the span has no beginning.',
  })
  from?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The last day of the span, which belongs to it; without it, the span has no end.',
  })
  to?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'True: also events that may start in the span, because their date is known to the month or year only and a part of that month or year lies in it. An event of "2026" is in the span from 2026-03-01 to 2026-06-30 only then. False: only events that are sure to start in it.\n\nจริง: รวมกิจกรรมที่อาจเริ่มในช่วงนี้ เพราะทราบเพียงเดือนหรือปีและบางส่วนของเดือนหรือปีนั้นอยู่ในช่วง',
  })
  includePossible!: boolean;
}

@CombinableFilter('events')
@InputType('EventFilter', {
  description: 'Which events. All conditions given must hold; of a list, one value must fit.',
})
export class EventFilter extends ListFilter {
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

  @FilterIds({ type: 'Programme', at: 'programmeId' })
  @Field(() => ID, { nullable: true, description: 'Of this programme.' })
  programme?: string | null;

  @FilterIds({ type: 'Partner', at: 'hosts' })
  @Field(() => ID, { nullable: true, description: 'Hosted by this partner.' })
  host?: string | null;

  @FilterIds({ type: 'City', at: 'cityIds' })
  @Field(() => ID, {
    nullable: true,
    description: 'Held in this city, or with it among those who take part; with `role` only the latter.',
  })
  city?: string | null;

  @FilterIds({ type: 'City', at: 'cityIds' })
  @Field(() => ID, { nullable: true, description: 'Held in this city.' })
  venueCity?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Held in a city of this country, or with one among those who take part; with `role` only the latter. ISO 3166-1 code of two capital letters such as TH; with `region` the same city must lie in both.',
  })
  countryCode?: string | null;

  @Field(() => [Region], {
    nullable: true,
    description:
      'Held in a city of one of these regions, or with one among those who take part; with `role` only the latter.',
  })
  region?: Region[] | null;

  @FilterIds({ type: 'Partner', at: 'partnerIds' })
  @Field(() => ID, {
    nullable: true,
    description: 'Hosted by this partner, or with it among those who take part; with `role` only the latter.',
  })
  partner?: string | null;

  @FilterIds({ type: 'Person', at: 'participations.personId' })
  @Field(() => ID, { nullable: true, description: 'With this person among those who take part.' })
  person?: string | null;

  @Field(() => [ParticipationRole], {
    nullable: true,
    description:
      'With somebody in one of these roles. When a city, partner or person is given as well, or the list hangs on one, it is they who have the role.',
  })
  role?: ParticipationRole[] | null;

  @FilterIds({ type: 'Challenge', at: 'sessions.challenges' })
  @Field(() => [ID], { nullable: true, description: 'With a session about one of these challenges, by code.' })
  challenge?: string[] | null;

  @FilterIds({ type: 'Solution', at: 'solutionsShown' })
  @Field(() => ID, { nullable: true, description: 'At which this solution is shown.' })
  solution?: string | null;

  @Field(() => StartWindow, { nullable: true, description: 'That start within these days.' })
  within?: StartWindow | null;

  @Field(() => Boolean, { nullable: true, description: 'Only events without a date, or only events with one.' })
  undated?: boolean | null;
}

@ArgsType()
export class EventsArgs extends PageArgs {
  @Field(() => EventFilter, { nullable: true, description: 'Which events; without it, all of them.' })
  filter?: EventFilter | null;

  @Field(() => eventOrders.type, { nullable: true, description: 'The order of the list; by id when it is not given.' })
  orderBy?: string | null;
}

/** The arguments of a list of events that hangs on a parent. */
@ArgsType()
export class RelatedEventsArgs extends PageArgs {
  @Field(() => EventFilter, {
    nullable: true,
    description: 'The conditions that they must meet; without it, all of them.',
  })
  filter?: EventFilter | null;

  @Field(() => eventOrders.type, { defaultValue: 'START_ASC', description: 'The order of the list.' })
  orderBy!: string;
}

/**
 * The MongoDB filter of a client's choice of events. The cities are asked when it speaks of a country or region.
 *
 * @throws BAD_USER_INPUT as {@link combineFilters} does, for a window that ends before it begins, and for a code that no
 *   country has; and what {@link citiesOfFilter} throws
 */
export async function eventFilter(
  context: Pick<SubgraphContext, 'loaders' | 'owners'>,
  filter: EventFilter | null | undefined,
): Promise<object> {
  const citiesOf = await citiesOfFilter(context, filter, ({ countryCode, region }, argument) => ({
    countryCode: checkCountry(`${argument}.countryCode`, countryCode),
    region,
  }));
  return combineFilters(filter, (each, argument) => conditionsOf(each, argument, citiesOf));
}

/**
 * The MongoDB filter of a choice by kind and format alone.
 *
 * @throws BAD_USER_INPUT as {@link combineFilters} does
 */
export function eventsOfKind({ kind, format }: Pick<EventFilter, 'kind' | 'format'>): object {
  return combineFilters<EventFilter>({ kind, format }, (each, argument) => conditionsOf(each, argument, () => null));
}

function conditionsOf(filter: EventFilter, argument: string, citiesOf: CitiesOf<EventFilter>): object[] {
  const {
    kind,
    format,
    language,
    status,
    series,
    programme,
    host,
    city,
    venueCity,
    partner,
    person,
    role,
    challenge,
    solution,
    within,
    undated,
  } = filter;
  const cities = citiesOf(filter);
  return [
    ...(kind == null ? [] : [{ kind: anyOf(`${argument}.kind`, kind) }]),
    ...(format == null ? [] : [{ format: anyOf(`${argument}.format`, format) }]),
    ...(language == null ? [] : [{ languages: anyOf(`${argument}.language`, language) }]),
    ...(status == null ? [] : [{ status: anyOf(`${argument}.status`, status) }]),
    ...(series == null ? [] : [{ series }]),
    ...(programme == null ? [] : [{ programmeId: programme }]),
    ...(host == null ? [] : [{ hosts: host }]),
    ...(city == null ? [] : [participant('city', city, role)]),
    ...(cities === null ? [] : [participant('city', { $in: cities }, role)]),
    ...(venueCity == null ? [] : [{ 'venue.cityId': venueCity }]),
    ...(partner == null ? [] : [participant('partner', partner, role)]),
    ...(person == null ? [] : [participant('person', person, role)]),
    ...(role == null ? [] : [{ 'participations.role': anyOf(`${argument}.role`, role) }]),
    ...(challenge == null ? [] : [{ 'sessions.challenges': anyOf(`${argument}.challenge`, challenge) }]),
    ...(solution == null ? [] : [{ solutionsShown: solution }]),
    ...(within == null ? [] : [startsWithin(within, `${argument}.within`)]),
    ...(undated == null ? [] : [{ startsOn: undated ? null : { $ne: null } }]),
  ];
}

/** The paths that hold those who take part, and the one that also holds those who do so in no named role. */
const PATHS = {
  city: { path: 'cityId', all: 'cityIds' },
  partner: { path: 'partnerId', all: 'partnerIds' },
  person: { path: 'personId', all: 'participations.personId' },
} as const;
export type ParticipantKind = keyof typeof PATHS;

/** Events in which somebody, or one of several, takes part, in one of these roles when they are given. */
export function participant(
  kind: ParticipantKind,
  id: string | { $in: readonly string[] },
  roles?: readonly ParticipationRole[] | null,
): object {
  const { path, all } = PATHS[kind];
  return roles == null ? { [all]: id } : { participations: { $elemMatch: { [path]: id, role: anyOf('role', roles) } } };
}

/** @throws BAD_USER_INPUT for a window that ends before it begins */
export function startsWithin({ from, to, includePossible }: StartWindow, argument: string): object {
  checkWindow(argument, { from, to });
  const [first, last] = includePossible ? ['latestStart', 'earliestStart'] : ['earliestStart', 'latestStart'];
  return {
    startsOn: { $ne: null },
    ...(from != null && { [first as string]: { $gte: from } }),
    ...(to != null && { [last as string]: { $lte: to } }),
  };
}
