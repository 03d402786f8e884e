import { endedBy } from '../facts/partial-date.js';
import { anyOf } from '../runtime/filter.js';
import type { CityFilter } from './city.args.js';
import type { CityStatus } from './vocabulary.js';

/** The MongoDB filter of a client's choice of cities. */
export function cityFilter(filter: CityFilter | null | undefined): object {
  if (!filter) return {};
  const {
    ids,
    listGroup,
    countryCode,
    provinceCode,
    region,
    kind,
    programme,
    cohort,
    challenge,
    dimension,
    furthestStatus,
    lacking,
    reached,
  } = filter;
  return {
    ...(ids != null && { _id: anyOf('filter.ids', ids) }),
    ...(listGroup != null && { listGroup: anyOf('filter.listGroup', listGroup) }),
    ...(countryCode != null && { countryCode }),
    ...(provinceCode != null && { provinceCode }),
    ...(region != null && { region: anyOf('filter.region', region) }),
    ...(kind != null && { kind: anyOf('filter.kind', kind) }),
    ...(programme != null && { memberships: { $elemMatch: { programmeId: programme, leftOn: null } } }),
    ...(cohort != null && { 'memberships.cohortId': cohort }),
    ...(challenge != null && { 'challenges.code': anyOf('filter.challenge', challenge) }),
    ...(dimension != null && { 'dimensions.dimension': anyOf('filter.dimension', dimension) }),
    ...(furthestStatus != null && { furthestStatus: anyOf('filter.furthestStatus', furthestStatus) }),
    ...(lacking != null && { lacks: anyOf('filter.lacking', lacking) }),
    ...(reached != null && reachedFilter(reached.status, reached.by)),
  };
}

/** Cities that reached a status, on or before a day when one is given. */
export function reachedFilter(status: CityStatus, by?: string | null): object {
  if (by == null) return { 'statusHistory.status': status };
  return { statusHistory: { $elemMatch: { status, $or: [{ on: endedBy(by) }, { notAfter: endedBy(by) }] } } };
}
