import { ownedFact } from '../facts/owned-facts.js';
import type { StoredSolution } from '../solution/solution.model.js';
import type { Proven } from './suggestion-reason.js';

/** What is read of a solution that is proven somewhere. */
export type Proving = Pick<StoredSolution, '_id' | 'version' | 'name' | 'addresses' | 'sources' | 'deployments'>;

/** Each deployment of a solution as proof of it. */
export function provenOf({ _id, version, name, addresses, sources, deployments }: Proving): Proven[] {
  return deployments.map((deployment) => ({
    solutionId: _id,
    name,
    addresses,
    deployment: ownedFact({ id: _id, version, sources }, deployment),
  }));
}
