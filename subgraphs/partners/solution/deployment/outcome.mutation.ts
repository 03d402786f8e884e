import { Arg, Ctx, Directive, Field, Float, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkText } from '../../../domain/checks/check-text.js';
import { checkedCode } from '../../../domain/checks/check-id.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { Deployment } from './deployment.type.js';
import type { PartnersContext } from '../../loaders.js';
import { changeDeployment } from './change-deployment.js';
import { checkRoom } from '../change-solution.js';
import { checkedDay } from '../../../domain/checks/check-date.js';
import { RecordedInput } from '../../facts/recorded.input.js';

const LONGEST_GROUP = 100;

@InputType('RecordOutcomeInput', {
  description:
    'A measured or stated result of a deployment. `expectedVersion` is that of the solution, which `Deployment.version` and `Introduction.version` give too.',
})
export class RecordOutcomeInput extends RecordedInput {
  @Field(() => ID, { description: 'The deployment.' })
  deploymentId!: string;

  @Field(() => String, {
    description:
      'What was measured, such as CARDS_ISSUED: a code of A-Z, 0-9 and _. What ends in _PLANNED is held against what ends in _ISSUED, _DELIVERED or _COMPLETED.',
  })
  metric!: string;

  @Field(() => Float, { description: 'The value: 0 or more.' })
  value!: number;

  @Field(() => String, { description: 'The unit, such as CARD or USD: a code of A-Z, 0-9 and _.' })
  unit!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The day it is of: YYYY, YYYY-MM or YYYY-MM-DD, not in the future; today in Thailand when absent.',
  })
  asOf?: string | null;

  @Field(() => String, { nullable: true, description: 'Facts of one conflict group contradict each other.' })
  conflictGroup?: string | null;
}

@Resolver()
export class RecordOutcomeMutation {
  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Records what came of a deployment; what was on file stays beside it. For officers of the solution’s owner, of the partner that runs it there, and of the city.',
  })
  recordOutcome(
    @Arg('input', () => RecordOutcomeInput, { description: 'The result.' }) input: RecordOutcomeInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeDeployment(context, {
      ...{ action: 'recordOutcome', input },
      change: (deployment, { source, confidence, note, today }) => {
        const [metric, unit] = [checkedCode('input.metric', input.metric), checkedCode('input.unit', input.unit)];
        checkNotNegative('input.value', input.value);
        const asOf = checkedDay('input.asOf', input.asOf, today);
        const conflictGroup =
          input.conflictGroup == null ? null : checkText('input.conflictGroup', LONGEST_GROUP, input.conflictGroup);
        checkRoom('input.deploymentId', deployment.outcomes);
        return {
          ...deployment,
          outcomes: [
            ...deployment.outcomes,
            { metric, value: input.value, unit, asOf, conflictGroup, note, source: source.id, confidence },
          ],
        };
      },
    });
  }
}

/** @throws BAD_USER_INPUT */
function checkNotNegative(argument: string, value: number): void {
  if (value >= 0) return;
  throw refusal(
    'BAD_USER_INPUT',
    { en: `\`${argument}\` must be 0 or more, but got ${value}.`, th: `\`${argument}\` ต้องไม่น้อยกว่า 0 แต่ได้รับ ${value}` },
    { argument },
  );
}
