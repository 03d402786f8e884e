import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { changedText, checkText, LONGEST_NAME, LONGEST_REASON } from '../../../domain/checks/check-text.js';
import { standingOf } from '../../../domain/standing/standing.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { knownRow } from '../../../runtime/write/rows.js';
import { ReasonedInput } from '../../../runtime/write/write.input.js';
import { isOneOf, writerOf } from '../../facts/claimed-facts.js';
import type { PartnersContext } from '../../loaders.js';
import { partnerModel } from '../../partner/partner.model.js';
import { Stage } from '../../vocabulary/vocabulary.js';
import type { StoredDeployment } from '../solution.model.js';
import { changeDeployment } from './change-deployment.js';
import { concernedByDeployment, writersOfDeployment } from './deployment-rights.js';
import { Deployment } from './deployment.type.js';
import { checkFirstStage, checkMove, checkNotDeployed, checkStageDay } from './stage-rules.js';
import { correctedDay } from '../../facts/corrected-days.js';
import { LocalizedTextInput } from '../../../domain/texts/localized-text.input.js';

@InputType('ChangeDeploymentInput', {
  description:
    'What a deployment is otherwise than it was written. What is absent stays; null takes it out. `expectedVersion` is that of the solution, which `Deployment.version` gives too.',
})
export class ChangeDeploymentInput extends ReasonedInput {
  @Field(() => ID, { description: 'The deployment.' })
  deploymentId!: string;

  @Field(() => Stage, { nullable: true, description: 'The stage it stands at, in place of the last of its history.' })
  stage?: Stage | null;

  @Field(() => String, {
    nullable: true,
    description:
      'When that stage was reached: YYYY, YYYY-MM or YYYY-MM-DD, neither before the stage before it nor in the future.',
  })
  on?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The partner that runs it there. A partner that runs it may only take itself out.',
  })
  operatorId?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is called there, at most 200 characters.' })
  localName?: string | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 1,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@Resolver()
export class ChangeDeploymentMutation {
  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Corrects a deployment: its last stage and the day of it, who runs it, its name and remark. For officers of the city, of the solution’s owner, of whoever wrote it, and of the partner that runs it there once the city or the owner has agreed that it does.',
  })
  changeDeployment(
    @Arg('input', () => ChangeDeploymentInput, { description: 'The corrections and the reason.' })
    input: ChangeDeploymentInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeDeployment(context, {
      ...{ action: 'changeDeployment', input },
      grants: (solution, deployment) => [...writersOfDeployment(solution, deployment), ...writerOf(deployment)],
      change: async (deployment, { solution, lists, fact: { today }, write }) => {
        const stages = correctedStages(deployment, input, today);
        const { operatorId, localName, note } = input;
        if (stages.stage !== 'STOPPED' && deployment.stage === 'STOPPED') {
          checkNotDeployed('input.stage', lists.counted, deployment.cityId);
          // Whoever ran it may have been withdrawn since.
          if (operatorId === undefined)
            await knownRow(context.database, partnerModel, write, 'input.stage', deployment.operatorPartnerId);
        }
        const isConcerned =
          write.caller.as === 'network-admin' || isOneOf(concernedByDeployment(solution, deployment), write.caller.as);
        const leaves = operatorId === null && write.caller.as === `partner-officer:${deployment.operatorPartnerId}`;
        if (operatorId !== undefined && !isConcerned && !leaves) throw operatorIsNotTheirs();
        await knownRow(context.database, partnerModel, write, 'input.operatorId', operatorId);
        return {
          deployment: {
            ...deployment,
            ...stages,
            ...(operatorId !== undefined && {
              operatorPartnerId: operatorId,
              operatorStanding: operatorId === null ? null : standingOf('CONFIRMED', write),
            }),
            ...(localName !== undefined && {
              localName: localName === null ? null : checkText('input.localName', LONGEST_NAME, localName),
            }),
            note: changedText('input.note', LONGEST_REASON, note, deployment.note),
          },
        };
      },
    });
  }
}

/** The stages of a deployment with the last one corrected. */
function correctedStages(
  { history, stage: was }: StoredDeployment,
  { stage, on }: Pick<ChangeDeploymentInput, 'stage' | 'on'>,
  today: string,
): Pick<StoredDeployment, 'stage' | 'history'> {
  const [last, before] = [history.at(-1), history.at(-2)];
  if ((stage == null && on === undefined) || last === undefined) return { stage: was, history };
  const corrected = {
    ...last,
    stage: stage ?? last.stage,
    on: correctedDay('input.on', last.on, on, today),
  };
  if (before) checkMove(before.stage, corrected.stage);
  else checkFirstStage(corrected.stage);
  if (corrected.on !== null) checkStageDay(history.slice(0, -1), corrected.on);
  return { stage: corrected.stage, history: history.with(-1, corrected) };
}

function operatorIsNotTheirs() {
  return refusal(
    'FORBIDDEN',
    {
      en: 'Only the city and the owner of the solution say who runs it there.',
      th: 'เฉพาะเมืองและเจ้าของโซลูชันเท่านั้นที่ระบุผู้ดำเนินงานในเมืองได้',
    },
    { argument: 'input.operatorId' },
  );
}
