import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { Deployment } from '../deployment.type.js';
import type { PartnersContext } from '../loaders.js';
import { Stage } from '../vocabulary.js';
import { changeDeployment } from './change-deployment.js';
import { checkRoom } from './change-solution.js';
import { checkedDay } from './checked-day.js';
import { RecordedInput } from './recorded.input.js';
import { checkMove, checkStageDay } from './stage-rules.js';

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
      'When it was reached: YYYY, YYYY-MM or YYYY-MM-DD, not before the last stage and not in the future; today when absent.',
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
