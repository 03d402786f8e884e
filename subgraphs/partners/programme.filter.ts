import { anyOf } from '../runtime/filter.js';
import type { ProgrammeFilter } from './programme.args.js';

/** The MongoDB filter of a client's choice of programmes. */
export function programmeFilter(filter: ProgrammeFilter | null | undefined): object {
  if (!filter) return {};
  const { ids, kind, owner } = filter;
  return {
    ...(ids != null && { _id: anyOf('filter.ids', ids) }),
    ...(kind != null && { kind: anyOf('filter.kind', kind) }),
    ...(owner != null && { ownerPartnerId: owner }),
  };
}
