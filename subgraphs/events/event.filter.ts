import { refusal } from '../runtime/errors.js';
import { anyOf } from '../runtime/filter.js';
import type { EventFilter, StartWindow } from './event.args.js';
import type { ParticipationRole } from './vocabulary.js';

/**
 * The MongoDB filter of a client's choice of events.
 *
 * @throws BAD_USER_INPUT for more than 100 values, or a window that ends before it begins
 */
export function eventFilter(filter: EventFilter | null | undefined): object {
  if (!filter) return {};
  const {
    ids,
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
  const conditions = [
    ...(ids == null ? [] : [{ _id: anyOf('filter.ids', ids) }]),
    ...(kind == null ? [] : [{ kind: anyOf('filter.kind', kind) }]),
    ...(format == null ? [] : [{ format: anyOf('filter.format', format) }]),
    ...(language == null ? [] : [{ languages: anyOf('filter.language', language) }]),
    ...(status == null ? [] : [{ status: anyOf('filter.status', status) }]),
    ...(series == null ? [] : [{ series }]),
    ...(programme == null ? [] : [{ programmeId: programme }]),
    ...(host == null ? [] : [{ hosts: host }]),
    ...(city == null ? [] : [participant('city', city, role)]),
    ...(venueCity == null ? [] : [{ 'venue.cityId': venueCity }]),
    ...(partner == null ? [] : [participant('partner', partner, role)]),
    ...(person == null ? [] : [participant('person', person, role)]),
    ...(role == null ? [] : [{ 'participations.role': anyOf('filter.role', role) }]),
    ...(challenge == null ? [] : [{ 'sessions.challenges': anyOf('filter.challenge', challenge) }]),
    ...(solution == null ? [] : [{ solutionsShown: solution }]),
    ...(within == null ? [] : [startsWithin(within)]),
    ...(undated == null ? [] : [{ startsOn: undated ? null : { $ne: null } }]),
  ];
  return conditions.length === 0 ? {} : { $and: conditions };
}

/** The paths that hold those who take part, and the one that also holds those who do so in no named role. */
const PATHS = {
  city: { path: 'cityId', all: 'cityIds' },
  partner: { path: 'partnerId', all: 'partnerIds' },
  person: { path: 'personId', all: 'participations.personId' },
} as const;
export type ParticipantKind = keyof typeof PATHS;

/** Events in which somebody takes part, in one of these roles when they are given. */
export function participant(kind: ParticipantKind, id: string, roles?: readonly ParticipationRole[] | null): object {
  const { path, all } = PATHS[kind];
  return roles == null ? { [all]: id } : { participations: { $elemMatch: { [path]: id, role: anyOf('role', roles) } } };
}

function startsWithin({ from, to, includePossible }: StartWindow): object {
  if (from != null && to != null && from > to)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`filter.within\` ends on ${to}, before it begins on ${from}.`,
        th: `\`filter.within\` สิ้นสุดวันที่ ${to} ก่อนวันเริ่มต้น ${from}`,
      },
      { argument: 'filter.within' },
    );
  const [first, last] = includePossible ? ['latestStart', 'earliestStart'] : ['earliestStart', 'latestStart'];
  return {
    startsOn: { $ne: null },
    ...(from != null && { [first as string]: { $gte: from } }),
    ...(to != null && { [last as string]: { $lte: to } }),
  };
}
