import { COST_HEADER, type CostExtension } from '../limits/cost/cost-model.js';
import type { RequestState } from './request-state.js';

/**
 * Charges the estimated cost of the operation to its caller's account.
 *
 * @throws RequestError DOCUMENT_TOO_LARGE when one operation may not cost so much, RATE_LIMITED when the caller has less left
 */
export function chargeCost(state: RequestState): void {
  state.estimatedCost = state.operation.cost.charge(state.parameters.variables, state.budget);
}

/** Charges what the result has beyond the estimate, and adds the cost to the extensions for a client that requests it. */
export function settleCost({ release, request, budget, result, estimatedCost, extensions }: RequestState): void {
  const isRequested = request.headers[COST_HEADER] === '1';
  if (!result || (!budget && !isRequested)) return;
  const returned = result.listedObjects;
  budget?.settle(returned);
  if (!isRequested) return;
  const cost: CostExtension = { estimated: estimatedCost, returned, limit: release.costs.options.limit };
  extensions['cost'] = cost;
}
