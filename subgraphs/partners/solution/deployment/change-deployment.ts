import { ownedFact, type OwnedFact } from '../../facts/owned-facts.js';
import { checkNotWithdrawn, factOf, withFact, type FactLists, type OfficerGrant } from '../../facts/claimed-facts.js';
import type { PartnersContext } from '../../loaders.js';
import type { Source } from '../../../domain/sources/source.type.js';
import type { Row } from '../../../runtime/database/model.js';
import type { Write } from '../../../runtime/write/write.js';
import type { StoredDeployment, StoredSolution } from '../solution.model.js';
import { changeSolution, type SolutionChange } from '../change-solution.js';
import { factsOfSolution, solutionOfFact, storedFacts } from '../solution-facts.js';
import type { RecordedFact } from '../../facts/recorded-fact.js';
import { signedIn } from '../../facts/acting-party.js';
import { writersOfDeployment } from './deployment-rights.js';

/** What a change of a deployment is made with. */
export interface DeploymentWrite {
  solution: Row<StoredSolution>;
  lists: FactLists<StoredDeployment>;
  fact: RecordedFact;
  write: Write;
}

/** A change of a deployment. */
export interface DeploymentChange {
  action: string;
  input: SolutionChange['input'] & { deploymentId: string };
  /** Whose officers may do it; those who may go on writing about the deployment when absent. */
  grants?(solution: StoredSolution, deployment: StoredDeployment): OfficerGrant[];
  /** Checks the rules and gives the deployment as it will be, with the source that what is added cites. */
  change(deployment: StoredDeployment, within: DeploymentWrite): Promise<DeploymentChanged> | DeploymentChanged;
}

interface DeploymentChanged {
  deployment: StoredDeployment;
  source?: Source;
}

/**
 * Changes a deployment, wherever its standing keeps it.
 *
 * @throws as {@link changeSolution} does
 */
export async function changeDeployment(
  context: PartnersContext,
  { action, input, grants = writersOfDeployment, change }: DeploymentChange,
): Promise<OwnedFact<StoredDeployment>> {
  signedIn(context.caller);
  const { deploymentId } = input;
  const argument = 'input.deploymentId';
  const { solution } = await changeSolution(context, {
    ...{ action, input, solutionId: await solutionOfFact(context, 'deployments', deploymentId, argument), argument },
    grants: (found) => grants(found, factOf(factsOfSolution(found, 'deployments'), deploymentId)!),
    change: async (solution, fact, write) => {
      const lists = factsOfSolution(solution, 'deployments');
      const deployment = factOf(lists, deploymentId)!;
      checkNotWithdrawn(deployment, argument);
      const changed = await change(deployment, { solution, lists, fact, write });
      return {
        id: deploymentId,
        set: storedFacts('deployments', withFact(lists, changed.deployment)),
        ...(changed.source && { source: changed.source }),
      };
    },
  });
  return ownedFact(solution, factOf(factsOfSolution(solution, 'deployments'), deploymentId)!);
}
