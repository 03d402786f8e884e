import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { standingOf, withStanding } from '../../../domain/standing/standing.js';
import { ReasonedInput, UpdateInput } from '../../../runtime/write/write.input.js';
import { grantsToConfirm, isOneOf, writerOf } from '../../facts/claimed-facts.js';
import type { PartnersContext } from '../../loaders.js';
import { changeDeployment } from './change-deployment.js';
import { concernedByDeployment } from './deployment-rights.js';
import { Deployment } from './deployment.type.js';
import { checkNotDeployed } from './stage-rules.js';

const VERSION = '`expectedVersion` is that of the solution, which `Deployment.version` gives too.';

@InputType('ConfirmDeploymentInput', { description: `Says that a deployment is as it was written. ${VERSION}` })
export class ConfirmDeploymentInput extends UpdateInput {
  @Field(() => ID, { description: 'The deployment.' })
  deploymentId!: string;
}

@InputType('DisputeDeploymentInput', { description: `Says that a deployment is not as it was written. ${VERSION}` })
export class DisputeDeploymentInput extends ReasonedInput {
  @Field(() => ID, { description: 'The deployment.' })
  deploymentId!: string;
}

@InputType('WithdrawDeploymentInput', { description: `Says that a deployment was written by mistake. ${VERSION}` })
export class WithdrawDeploymentInput extends ReasonedInput {
  @Field(() => ID, { description: 'The deployment.' })
  deploymentId!: string;
}

/** How those concerned agree with a deployment, contradict it, or take it back. */
@Resolver()
export class DeploymentStandingMutations {
  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Agrees with a deployment and with who runs it, so that it counts. For officers of the city, and of the solution’s owner when neither wrote it; what one of them disputes only that one confirms.',
  })
  confirmDeployment(
    @Arg('input', () => ConfirmDeploymentInput, { description: 'The deployment.' }) input: ConfirmDeploymentInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeDeployment(context, {
      ...{ action: 'confirmDeployment', input },
      grants: (solution, deployment) => grantsToConfirm(deployment, concernedByDeployment(solution, deployment)),
      change: (deployment, { lists, write }) => {
        const confirmed = withStanding(deployment, 'CONFIRMED', write, 'input.deploymentId');
        const { as } = write.caller;
        // Whoever takes back a dispute of their own claim has not been agreed with yet.
        if (isOneOf(writerOf(deployment), as) && as !== `city-officer:${deployment.cityId}`)
          return { deployment: { ...confirmed, standing: standingOf('CLAIMED', write) } };
        if (deployment.stage !== 'STOPPED') checkNotDeployed('input.deploymentId', lists.counted, deployment.cityId);
        return { deployment: { ...confirmed, operatorStanding: confirmed.standing } };
      },
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Contradicts a deployment, so that it counts no more. For officers of the city, and of the solution’s owner.',
  })
  disputeDeployment(
    @Arg('input', () => DisputeDeploymentInput, { description: 'The deployment and the reason.' })
    input: DisputeDeploymentInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeDeployment(context, {
      ...{ action: 'disputeDeployment', input },
      grants: concernedByDeployment,
      change: (deployment, { write }) => ({
        deployment: withStanding(deployment, 'DISPUTED', write, 'input.deploymentId'),
      }),
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Takes a deployment back that was written by mistake. For officers of whoever wrote it, and of the solution’s owner.',
  })
  withdrawDeployment(
    @Arg('input', () => WithdrawDeploymentInput, { description: 'The deployment and the reason.' })
    input: WithdrawDeploymentInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeDeployment(context, {
      ...{ action: 'withdrawDeployment', input },
      grants: ({ ownerPartnerId }, deployment) => [...writerOf(deployment), ['partner-officer', ownerPartnerId]],
      change: (deployment, { write }) => ({
        deployment: withStanding(deployment, 'WITHDRAWN', write, 'input.deploymentId'),
      }),
    });
  }
}
