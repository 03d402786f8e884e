import { anyOf } from '../runtime/filter.js';
import type { PersonFilter } from './person.args.js';

/** The MongoDB filter of a client's choice of people. */
export function personFilter(filter: PersonFilter | null | undefined): object {
  if (!filter) return {};
  const { ids, organisation, city, officeKind } = filter;
  const office = {
    ...(organisation != null && { organisationId: organisation }),
    ...(city != null && { cityId: city }),
    ...(officeKind != null && { kind: anyOf('filter.officeKind', officeKind) }),
  };
  return {
    ...(ids != null && { _id: anyOf('filter.ids', ids) }),
    ...(Object.keys(office).length > 0 && { offices: { $elemMatch: office } }),
  };
}
