import { notFound } from '../../../runtime/write/rows.js';
import { ownedFact, type OwnedFact } from '../../facts/owned-facts.js';
import type { PartnersContext } from '../../loaders.js';
import { solutionModel, type StoredDeployment } from '../solution.model.js';
import { changeSolution } from '../change-solution.js';
import type { RecordedFact } from '../../facts/recorded-fact.js';
import type { RecordedInput } from '../../facts/recorded.input.js';
import { signedIn } from '../../facts/acting-party.js';

/** A change of a deployment. */
export interface DeploymentChange {
  action: string;
  input: RecordedInput & { deploymentId: string };
  /** Checks the rules and gives the deployment as it will be. */
  change(deployment: StoredDeployment, fact: RecordedFact): StoredDeployment;
}

/**
 * Changes a deployment, for officers of the solution's owner, of the deployment's operator and of its city.
 *
 * @throws as {@link changeSolution} does
 */
export async function changeDeployment(
  context: PartnersContext,
  { action, input, change }: DeploymentChange,
): Promise<OwnedFact<StoredDeployment>> {
  signedIn(context.caller);
  const { deploymentId } = input;
  const holder = await context.database
    .model(solutionModel)
    .findOne({ 'deployments.id': deploymentId }, { _id: 1 })
    .lean<{ _id: string }>();
  if (!holder) throw notFound(deploymentId, 'input.deploymentId');
  const { solution } = await changeSolution(context, {
    ...{ action, input, solutionId: holder._id, argument: 'input.deploymentId' },
    grants: ({ ownerPartnerId, deployments }) => {
      const { operatorPartnerId, cityId } = deployments.find(({ id }) => id === deploymentId)!;
      return [
        ['partner-officer', ownerPartnerId],
        ['partner-officer', operatorPartnerId],
        ['city-officer', cityId],
      ];
    },
    change: ({ deployments }, fact) => {
      const at = deployments.findIndex(({ id }) => id === deploymentId);
      const changed = change(deployments[at]!, fact);
      return {
        id: deploymentId,
        update: { $set: { [`deployments.${at}`]: changed } },
        deployments: deployments.with(at, changed),
      };
    },
  });
  return ownedFact(
    solution,
    solution.deployments.find(({ id }) => id === deploymentId)!,
  );
}
