import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkText, LONGEST_NAME } from '../../../domain/checks/check-text.js';
import { checkedId } from '../../../domain/checks/check-id.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { Deployment } from './deployment.type.js';
import { ownedFact } from '../../facts/owned-facts.js';
import type { PartnersContext } from '../../loaders.js';
import { partnerModel } from '../../partner/partner.model.js';
import type { StoredDeployment } from '../solution.model.js';
import { Stage } from '../../vocabulary/vocabulary.js';
import { changeSolution, checkRoom, freeId } from '../change-solution.js';
import { checkedDay } from '../../../domain/checks/check-date.js';
import { knownRow } from '../../../runtime/write/rows.js';
import { RecordedInput } from '../../facts/recorded.input.js';
import { checkFirstStage, checkMove, checkStageDay } from './stage-rules.js';
import { changeDeployment } from './change-deployment.js';

@InputType('DeploySolutionInput', {
  description:
    'That a solution is, or will be, used in a city. `expectedVersion` is that of the solution, which `Deployment.version` and `Introduction.version` give too.',
})
export class DeploySolutionInput extends RecordedInput {
  @Field(() => ID, { description: 'The solution.' })
  solutionId!: string;

  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => Stage, { description: 'How far it has come; not STOPPED.' })
  stage!: Stage;

  @Field(() => String, {
    nullable: true,
    description:
      'When the stage was reached: YYYY, YYYY-MM or YYYY-MM-DD, not in the future; today in Thailand when absent.',
  })
  on?: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner that runs it there.' })
  operatorId?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is called there, at most 200 characters.' })
  localName?: string | null;
}

@Resolver()
export class DeploySolutionMutation {
  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Records that a solution is, or will be, used in a city. For officers of the solution’s owner, of the partner that runs it there, and of the city. One that was stopped there may begin anew.',
  })
  async deploySolution(
    @Arg('input', () => DeploySolutionInput, { description: 'The deployment.' }) input: DeploySolutionInput,
    @Ctx() context: PartnersContext,
  ) {
    const { stage } = input;
    const { solution, id } = await changeSolution(context, {
      ...{ action: 'deploySolution', input, solutionId: input.solutionId, argument: 'input.solutionId' },
      grants: ({ ownerPartnerId }) => [
        ['partner-officer', ownerPartnerId],
        ['partner-officer', input.operatorId],
        ['city-officer', input.cityId],
      ],
      foreign: [['City', 'input.cityId', input.cityId]],
      change: async ({ deployments, id: solutionId }, { source, confidence, note, today }, write) => {
        const cityId = checkedId('input.cityId', input.cityId);
        checkFirstStage(stage);
        checkRoom('input.solutionId', deployments);
        checkNotDeployed(deployments, cityId);
        const on = checkedDay('input.on', input.on, today);
        const localName = input.localName == null ? null : checkText('input.localName', LONGEST_NAME, input.localName);
        const operatorPartnerId = await knownRow(
          context.database,
          partnerModel,
          write,
          'input.operatorId',
          input.operatorId,
        );
        const deployment: StoredDeployment = {
          ...{
            id: freeId(`deployment-${solutionId}-${cityId}`, deployments),
            cityId,
            stage,
            operatorPartnerId,
            localName,
          },
          ...{ history: [{ stage, on, note: null, source: source.id, confidence }], outcomes: [], confidence, note },
        };
        return {
          id: deployment.id,
          update: { $push: { deployments: deployment } },
          deployments: [...deployments, deployment],
        };
      },
    });
    return ownedFact(
      solution,
      solution.deployments.find((deployment) => deployment.id === id)!,
    );
  }
}

function checkNotDeployed(deployments: readonly StoredDeployment[], cityId: string): void {
  const there = deployments.find((deployment) => deployment.cityId === cityId && deployment.stage !== 'STOPPED');
  if (!there) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The solution is on file in this city already, as ${there.id}: move its stage.`,
      th: `มีข้อมูลการใช้งานในเมืองนี้อยู่แล้ว คือ ${there.id} โปรดเปลี่ยนขั้นของรายการนั้น`,
    },
    { argument: 'input.cityId', rule: 'ALREADY_DEPLOYED' },
  );
}

@InputType('MoveDeploymentStageInput', {
  description:
    'That a deployment reached a stage. `expectedVersion` is that of the solution, which `Deployment.version` and `Introduction.version` give too.',
})
export class MoveDeploymentStageInput extends RecordedInput {
  @Field(() => ID, { description: 'The deployment.' })
  deploymentId!: string;

  @Field(() => Stage, { description: 'The stage: a later one than before, STOPPED, or ADAPTING again after PILOT.' })
  stage!: Stage;

  @Field(() => String, {
    nullable: true,
    description:
      'When it was reached: YYYY, YYYY-MM or YYYY-MM-DD, not before the last stage and not in the future; today in Thailand when absent.',
  })
  on?: string | null;
}

@Resolver()
export class MoveDeploymentStageMutation {
  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Records that a deployment reached a stage. For officers of the solution’s owner, of the partner that runs it there, and of the city.',
  })
  moveDeploymentStage(
    @Arg('input', () => MoveDeploymentStageInput, { description: 'The stage.' }) input: MoveDeploymentStageInput,
    @Ctx() context: PartnersContext,
  ) {
    const { stage } = input;
    return changeDeployment(context, {
      ...{ action: 'moveDeploymentStage', input },
      change: (deployment, { source, confidence, note, today }) => {
        checkMove(deployment.stage, stage);
        const on = checkedDay('input.on', input.on, today);
        checkStageDay(deployment.history, on);
        checkRoom('input.deploymentId', deployment.history);
        return {
          ...deployment,
          stage,
          history: [...deployment.history, { stage, on, note, source: source.id, confidence }],
        };
      },
    });
  }
}
