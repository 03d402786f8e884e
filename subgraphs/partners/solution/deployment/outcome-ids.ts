import type { StoredDeployment, StoredOutcome } from '../solution.model.js';

/** An outcome with the id by which it is corrected. */
export type IdentifiedOutcome = StoredOutcome & { id: string };

/** The outcomes of a deployment with their ids: one that is stored without an id has that of its place. */
export function identifiedOutcomes({ id, outcomes }: StoredDeployment): IdentifiedOutcome[] {
  return outcomes.map((outcome, at) => ({ ...outcome, id: outcome.id ?? idAt(id, at) }));
}

/** The id of the next outcome of a deployment: no other one had it, for none is ever removed from both lists. */
export function nextOutcomeId({ id, outcomes, withdrawnOutcomes = [] }: StoredDeployment): string {
  return idAt(id, outcomes.length + withdrawnOutcomes.length);
}

function idAt(deploymentId: string, at: number): string {
  return `${deploymentId}-outcome-${at + 1}`;
}
