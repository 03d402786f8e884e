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
import { standingOf } from '../../../domain/standing/standing.js';
import { factOf, isClaimOf, withFact } from '../../facts/claimed-facts.js';
import { changeSolution } from '../change-solution.js';
import { checkRoom, checkRoomForClaim } from '../../facts/room.js';
import { factsOfSolution, freeFactId, storedFacts } from '../solution-facts.js';
import { checkedDay } from '../../../domain/checks/check-date.js';
import { knownRow } from '../../../runtime/write/rows.js';
import { RecordedInput } from '../../facts/recorded.input.js';
import { checkFirstStage, checkMove, checkNotDeployed, checkStageDay } from './stage-rules.js';
import { changeDeployment } from './change-deployment.js';

@InputType('DeploySolutionInput', {
  description:
    'Says that a solution is, or will be, used in a city. `expectedVersion` is that of the solution, which `Deployment.version` and `Introduction.version` give too.',
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
      'Records that a solution is, or will be, used in a city. For officers of the city, of the solution’s owner, and of the partner that runs it there: what the city does not write itself is CLAIMED until it is confirmed (`confirmDeployment`). One that was stopped there may begin anew.',
  })
  async deploySolution(
    @Arg('input', () => DeploySolutionInput, { description: 'The deployment.' }) input: DeploySolutionInput,
    @Ctx() context: PartnersContext,
  ) {
    const { stage } = input;
    const { solution, id } = await changeSolution(context, {
      ...{ action: 'deploySolution', input, solutionId: input.solutionId, argument: 'input.solutionId' },
      grants: ({ ownerPartnerId }) => [
        ['city-officer', input.cityId],
        ['partner-officer', ownerPartnerId],
        ['partner-officer', input.operatorId],
      ],
      foreign: [['City', 'input.cityId', input.cityId]],
      change: async (known, { source, confidence, note, today }, write) => {
        const { ownerPartnerId, id: solutionId } = known;
        const lists = factsOfSolution(known, 'deployments');
        const role = write.caller.as;
        const cityId = checkedId('input.cityId', input.cityId);
        checkFirstStage(stage);
        checkRoom('input.solutionId', [...lists.counted, ...lists.apart]);
        checkNotDeployed('input.cityId', lists.counted, cityId);
        checkNotClaimed(lists.apart, cityId, role);
        const on = checkedDay('input.on', input.on, today);
        const localName = input.localName == null ? null : checkText('input.localName', LONGEST_NAME, input.localName);
        const operatorPartnerId = await knownRow(
          context.database,
          partnerModel,
          write,
          'input.operatorId',
          input.operatorId,
        );
        const isAgreed = role === 'network-admin' || role === `city-officer:${cityId}`;
        if (!isAgreed) checkRoomForClaim('input.solutionId', lists.apart, role);
        const isOfOwner = role === `partner-officer:${ownerPartnerId}`;
        const deployment: StoredDeployment = {
          ...{
            id: await freeFactId(context, write, 'deployments', `deployment-${solutionId}-${cityId}`),
            cityId,
            stage,
            operatorPartnerId,
            operatorStanding: standingOf(isAgreed || isOfOwner ? 'CONFIRMED' : 'CLAIMED', write),
            localName,
          },
          ...{ history: [{ stage, on, note: null, source: source.id, confidence }], outcomes: [], confidence, note },
          ...{ standing: standingOf(isAgreed ? 'CONFIRMED' : 'CLAIMED', write), writtenBy: role },
        };
        return { id: deployment.id, set: storedFacts('deployments', withFact(lists, deployment)), source };
      },
    });
    return ownedFact(solution, factOf(factsOfSolution(solution, 'deployments'), id)!);
  }
}

/** @throws RULE_VIOLATED (ALREADY_CLAIMED) when the role has claimed the same before, and nobody agreed */
function checkNotClaimed(claims: readonly StoredDeployment[], cityId: string, role: string): void {
  const claim = claims.find((each) => each.cityId === cityId && each.stage !== 'STOPPED' && isClaimOf(each, role));
  if (claim === undefined) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `You have written this already, as ${claim.id}: it waits until the city or the owner of the solution agrees.`,
      th: `ท่านได้บันทึกรายการนี้ไว้แล้ว คือ ${claim.id} ซึ่งรอการยืนยันจากเมืองหรือเจ้าของโซลูชัน`,
    },
    { argument: 'input.cityId', rule: 'ALREADY_CLAIMED' },
  );
}

@InputType('MoveDeploymentStageInput', {
  description:
    'Says that a deployment reached a stage. `expectedVersion` is that of the solution, which `Deployment.version` and `Introduction.version` give too.',
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
      'Records that a deployment reached a stage. For officers of the city, of the solution’s owner, and of the partner that runs it there once one of the two has agreed that it does.',
  })
  moveDeploymentStage(
    @Arg('input', () => MoveDeploymentStageInput, { description: 'The stage.' }) input: MoveDeploymentStageInput,
    @Ctx() context: PartnersContext,
  ) {
    const { stage } = input;
    return changeDeployment(context, {
      ...{ action: 'moveDeploymentStage', input },
      change: (deployment, { fact: { source, confidence, note, today } }) => {
        checkMove(deployment.stage, stage);
        const on = checkedDay('input.on', input.on, today);
        checkStageDay(deployment.history, on);
        checkRoom('input.deploymentId', deployment.history);
        const history = [...deployment.history, { stage, on, note, source: source.id, confidence }];
        return { deployment: { ...deployment, stage, history }, source };
      },
    });
  }
}
