import { stateOf } from '../../../domain/standing/standing.js';
import { writerOf, type OfficerGrant } from '../../facts/claimed-facts.js';
import type { StoredDeployment, StoredSolution } from '../solution.model.js';

type Owned = Pick<StoredSolution, 'ownerPartnerId'>;

/** Those whom a deployment is about: its city, and the owner of the solution. */
export function concernedByDeployment({ ownerPartnerId }: Owned, { cityId }: StoredDeployment): OfficerGrant[] {
  return [
    ['city-officer', cityId],
    ['partner-officer', ownerPartnerId],
  ];
}

/**
 * Those who may go on writing about a deployment: its city, the owner of the solution, and the partner that runs it, once
 * the city or the owner has agreed that it does. Whoever claims a deployment may go on writing about the claim.
 */
export function writersOfDeployment(solution: Owned, deployment: StoredDeployment): OfficerGrant[] {
  return [
    ...concernedByDeployment(solution, deployment),
    ...(stateOf(deployment) === 'DISPUTED' ? [] : operatorOf(deployment)),
    ...(stateOf(deployment) === 'CLAIMED' ? writerOf(deployment) : []),
  ];
}

function operatorOf({ operatorPartnerId, operatorStanding = null }: StoredDeployment): OfficerGrant[] {
  return stateOf({ standing: operatorStanding }) === 'CONFIRMED' ? [['partner-officer', operatorPartnerId]] : [];
}
