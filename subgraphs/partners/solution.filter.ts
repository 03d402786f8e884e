import { anyOf } from '../runtime/filter.js';
import type { SolutionFilter } from './solution.args.js';

/** The MongoDB filter of a client's choice of solutions. */
export function solutionFilter(filter: SolutionFilter | null | undefined): object {
  if (!filter) return {};
  const { ids, kind, owner, addresses, dimension, stage, deployedIn } = filter;
  const deployment = {
    ...(deployedIn != null && { cityId: deployedIn }),
    ...(stage != null && { stage: anyOf('filter.stage', stage) }),
  };
  return {
    ...(ids != null && { _id: anyOf('filter.ids', ids) }),
    ...(kind != null && { kind: anyOf('filter.kind', kind) }),
    ...(owner != null && { ownerPartnerId: owner }),
    ...(addresses != null && { addresses: anyOf('filter.addresses', addresses) }),
    ...(dimension != null && { dimensions: anyOf('filter.dimension', dimension) }),
    ...(Object.keys(deployment).length > 0 && { deployments: { $elemMatch: deployment } }),
  };
}
