import { anyOf } from '../runtime/filter.js';
import type { PartnerFilter } from './partner.args.js';

/** The MongoDB filter of a client's choice of partners. */
export function partnerFilter(filter: PartnerFilter | null | undefined): object {
  if (!filter) return {};
  const { ids, kind, countryCode, isUnit, programme, role } = filter;
  const held = {
    ...(programme != null && { programmeId: programme }),
    ...(role != null && { role: anyOf('filter.role', role) }),
  };
  return {
    ...(ids != null && { _id: anyOf('filter.ids', ids) }),
    ...(kind != null && { kind: anyOf('filter.kind', kind) }),
    ...(countryCode != null && { countryCode }),
    ...(isUnit != null && { isUnit }),
    ...(Object.keys(held).length > 0 && { roles: { $elemMatch: held } }),
  };
}
