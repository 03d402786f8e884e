import { Arg, Ctx, Directive, Field, Float, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { changedText, checkText, LONGEST_REASON } from '../../../domain/checks/check-text.js';
import { checkedCode } from '../../../domain/checks/check-id.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { Deployment } from './deployment.type.js';
import type { PartnersContext } from '../../loaders.js';
import { changeDeployment } from './change-deployment.js';
import { checkRoom } from '../../facts/room.js';
import { checkedDay } from '../../../domain/checks/check-date.js';
import type { StoredDeployment, StoredOutcome } from '../solution.model.js';
import { notFound } from '../../../runtime/write/rows.js';
import { ReasonedInput } from '../../../runtime/write/write.input.js';
import { identifiedOutcomes, nextOutcomeId, type IdentifiedOutcome } from './outcome-ids.js';
import { RecordedInput } from '../../facts/recorded.input.js';
import { correctedDay } from '../../facts/corrected-days.js';
import { LocalizedTextInput } from '../../../domain/texts/localized-text.input.js';

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

  @Field(() => Float, { description: 'The value: 0 to 1,000,000,000,000,000 (10 to the power of 15).' })
  value!: number;

  @Field(() => String, { description: 'The unit, such as CARD or USD: a code of A-Z, 0-9 and _.' })
  unit!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The day it is of: YYYY, YYYY-MM or YYYY-MM-DD, not in the future; today in Thailand when absent.',
  })
  asOf?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Facts with the same value here contradict each other: sources disagree, and all of them are kept. Null when nothing contradicts this fact.',
  })
  conflictGroup?: string | null;
}

@Resolver()
export class RecordOutcomeMutation {
  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Records what came of a deployment; what was on file stays beside it. For officers of the city, of the solution’s owner, and of the partner that runs it there once one of the two has agreed that it does.',
  })
  recordOutcome(
    @Arg('input', () => RecordOutcomeInput, { description: 'The result.' }) input: RecordOutcomeInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeDeployment(context, {
      ...{ action: 'recordOutcome', input },
      change: (deployment, { fact: { source, confidence, note, today } }) => {
        const [metric, unit] = [checkedCode('input.metric', input.metric), checkedCode('input.unit', input.unit)];
        checkValue('input.value', input.value);
        const asOf = checkedDay('input.asOf', input.asOf, today);
        const conflictGroup =
          input.conflictGroup == null ? null : checkText('input.conflictGroup', LONGEST_GROUP, input.conflictGroup);
        checkRoom('input.deploymentId', deployment.outcomes);
        checkNewOutcome(deployment.outcomes, { metric, value: input.value, unit, asOf });
        const outcome = {
          id: nextOutcomeId(deployment),
          metric,
          value: input.value,
          unit,
          asOf,
          conflictGroup,
          note,
          source: source.id,
          confidence,
        };
        return { deployment: { ...deployment, outcomes: [...identifiedOutcomes(deployment), outcome] }, source };
      },
    });
  }
}

@InputType('ChangeOutcomeInput', {
  description:
    'What an outcome is otherwise than it was recorded. What is absent stays; null takes it out. `expectedVersion` is that of the solution, which `Deployment.version` gives too.',
})
export class ChangeOutcomeInput extends ReasonedInput {
  @Field(() => ID, { description: 'The deployment.' })
  deploymentId!: string;

  @Field(() => ID, { description: 'The outcome, by `Outcome.id`.' })
  outcomeId!: string;

  @Field(() => String, { nullable: true, description: 'What was measured: a code of A-Z, 0-9 and _.' })
  metric?: string | null;

  @Field(() => Float, { nullable: true, description: 'The value: 0 to 1,000,000,000,000,000 (10 to the power of 15).' })
  value?: number | null;

  @Field(() => String, { nullable: true, description: 'The unit: a code of A-Z, 0-9 and _.' })
  unit?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The day it is of: YYYY, YYYY-MM or YYYY-MM-DD, not in the future.',
  })
  asOf?: string | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 1,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@InputType('WithdrawOutcomeInput', {
  description:
    'Says that an outcome was recorded by mistake. `expectedVersion` is that of the solution, which `Deployment.version` gives too.',
})
export class WithdrawOutcomeInput extends ReasonedInput {
  @Field(() => ID, { description: 'The deployment.' })
  deploymentId!: string;

  @Field(() => ID, { description: 'The outcome, by `Outcome.id`.' })
  outcomeId!: string;
}

/** How outcomes are put right. */
@Resolver()
export class OutcomeCorrectionMutations {
  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Corrects an outcome. For officers of the city, of the solution’s owner, and of the partner that runs it there once one of the two has agreed that it does.',
  })
  changeOutcome(
    @Arg('input', () => ChangeOutcomeInput, { description: 'The correction and the reason.' })
    input: ChangeOutcomeInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeDeployment(context, {
      ...{ action: 'changeOutcome', input },
      change: (deployment, { fact: { today } }) => {
        const { outcomes, at } = foundOutcome(deployment, input.outcomeId);
        const before = outcomes[at]!;
        const outcome = {
          ...before,
          metric: input.metric == null ? before.metric : checkedCode('input.metric', input.metric),
          unit: input.unit == null ? before.unit : checkedCode('input.unit', input.unit),
          value: input.value ?? before.value,
          asOf: correctedDay('input.asOf', before.asOf, input.asOf, today),
          note: changedText('input.note', LONGEST_REASON, input.note, before.note),
        };
        checkValue('input.value', outcome.value);
        checkNewOutcome(outcomes.toSpliced(at, 1), outcome);
        return { deployment: { ...deployment, outcomes: outcomes.with(at, outcome) } };
      },
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Deployment, {
    nullable: true,
    description:
      'Takes an outcome back that was recorded by mistake. For officers of the city, of the solution’s owner, and of the partner that runs it there once one of the two has agreed that it does.',
  })
  withdrawOutcome(
    @Arg('input', () => WithdrawOutcomeInput, { description: 'The outcome and the reason.' })
    input: WithdrawOutcomeInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeDeployment(context, {
      ...{ action: 'withdrawOutcome', input },
      change: (deployment) => {
        const { outcomes, at } = foundOutcome(deployment, input.outcomeId);
        checkRoom('input.outcomeId', deployment.withdrawnOutcomes ?? []);
        const withdrawnOutcomes = [...(deployment.withdrawnOutcomes ?? []), outcomes[at]!];
        return { deployment: { ...deployment, outcomes: outcomes.toSpliced(at, 1), withdrawnOutcomes } };
      },
    });
  }
}

/** @throws NOT_FOUND */
function foundOutcome(deployment: StoredDeployment, outcomeId: string): { outcomes: IdentifiedOutcome[]; at: number } {
  const outcomes = identifiedOutcomes(deployment);
  const at = outcomes.findIndex(({ id }) => id === outcomeId);
  if (at === -1) throw notFound({ en: 'outcome', th: 'ผลลัพธ์' }, outcomeId, 'input.outcomeId');
  return { outcomes, at };
}

/** Beyond it a figure is a slip of the pen, and its last digits are lost in a Float. */
const LARGEST_VALUE = 1e15;

/** @throws BAD_USER_INPUT */
function checkValue(argument: string, value: number): void {
  if (value >= 0 && value <= LARGEST_VALUE) return;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` must be 0 to ${LARGEST_VALUE.toLocaleString('en')}, but got ${value}.`,
      th: `\`${argument}\` ต้องเป็น 0 ถึง ${LARGEST_VALUE.toLocaleString('en')} แต่ได้รับ ${value}`,
    },
    { argument },
  );
}

/**
 * Checks that an outcome is not on file already; another value of the same day is one that contradicts it, and stays beside it.
 *
 * @throws RULE_VIOLATED (OUTCOME_ALREADY_RECORDED)
 */
function checkNewOutcome(outcomes: readonly StoredOutcome[], { metric, value, unit, asOf }: Figure): void {
  const isSame = (other: Figure) =>
    other.metric === metric && other.value === value && other.unit === unit && other.asOf === asOf;
  if (!outcomes.some(isSame)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The outcome ${metric} of ${asOf} is on file already, with the same value.`,
      th: `มีข้อมูลผลลัพธ์ ${metric} ณ ${asOf} ที่มีค่าเดียวกันอยู่แล้ว`,
    },
    { argument: 'input.metric', rule: 'OUTCOME_ALREADY_RECORDED' },
  );
}

type Figure = Pick<StoredOutcome, 'metric' | 'value' | 'unit' | 'asOf'>;
