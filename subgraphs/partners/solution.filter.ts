import { anyOf } from '../runtime/filter.js';
import type { SolutionFilter } from './solution.args.js';

/** The MongoDB filter of a client's choice of solutions. */
export function solutionFilter(filter: SolutionFilter | null | undefined): object {
  if (!filter) return {};
  const { ids, kind, owner, addresses, dimension, stage, deployedIn } = filter;
  const deployment = { ...(deployedIn != null && { cityId: deployedIn }), ...(stage != null && { stage: anyOf('stage', stage) }) };
  return {
    ...(ids != null && { _id: anyOf('ids', ids) }),
    ...(kind != null && { kind: anyOf('kind', kind) }),
    ...(owner != null && { ownerPartnerId: owner }),
    ...(addresses != null && { addresses: anyOf('addresses', addresses) }),
    ...(dimension != null && { dimensions: anyOf('dimension', dimension) }),
    ...(Object.keys(deployment).length > 0 && { deployments: { $elemMatch: deployment } }),
  };
}
