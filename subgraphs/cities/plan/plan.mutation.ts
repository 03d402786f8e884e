import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkNotInFuture, checkPartialDate } from '../../domain/checks/check-date.js';
import { checkLocalizedText, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { sourceOfWrite, withSource } from '../../domain/sources/source-of-write.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { refusal } from '../../runtime/errors/errors.js';
import { changeRow, checkVersion, insertRow, readRow } from '../../runtime/write/rows.js';
import { UpdateInput } from '../../runtime/write/write.input.js';
import { authorizeCity, changeCity, writeCity } from '../city/write-city.js';
import { cityModel, type StoredStatus } from '../city/city.model.js';
import type { CitiesContext } from '../loaders.js';
import { planWithin } from './plan.loader.js';
import { planModel, type StoredPlan } from './plan.model.js';
import { CityPlan } from './plan.type.js';
import { furthest } from '../city/status/status-on-day.js';
import { checkEnvironment, checkInThailand, checkStep } from '../city/status/status-rules.js';
import { CityStatus, PlanKind } from '../vocabulary/vocabulary.js';

/** A plan is filed once with the status, and may be filed anew as long as it is not approved. */
const OPEN = ['PLAN_SUBMITTED', 'PROMOTION_ZONE'];

@InputType('SubmitCityPlanInput', { description: 'A smart city plan that a city files.' })
export class SubmitCityPlanInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => LocalizedTextInput, { description: 'The title, at most 200 characters in each language.' })
  title!: LocalizedTextInput;

  @Field(() => PlanKind, { description: 'The kind of plan.' })
  kind!: PlanKind;

  @Field(() => [Dimension], { description: 'The dimensions it covers; ENVIRONMENT is among them.' })
  dimensions!: Dimension[];

  @Field(() => String, {
    nullable: true,
    description:
      'The day it was filed: YYYY, YYYY-MM or YYYY-MM-DD; today in Thailand when absent. Its first day is neither in the future nor before the previous step; as of a day, `statusOn` counts it once its last day has come.',
  })
  submittedOn?: string | null;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where the plan can be read; the word of the city when absent.',
  })
  source?: SourceInput | null;
}

@Resolver()
export class SubmitCityPlanMutation {
  @Directive('@authenticated')
  @Mutation(() => CityPlan, {
    nullable: true,
    description:
      'Files the plan of a city of Thailand, which becomes PLAN_SUBMITTED if it was a CANDIDATE; until approval a city may file it anew (`expectedVersion` is that of the plan on file). For officers of the city.',
  })
  async submitCityPlan(
    @Arg('input', () => SubmitCityPlanInput, { description: 'The plan.' }) input: SubmitCityPlanInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, kind, expectedVersion } = input;
    const caller = await authorizeCity(context, cityId);
    checkPartialDate('input.submittedOn', input.submittedOn);
    const title = checkLocalizedText('input.title', LONGEST_NAME, input.title);
    const dimensions = [...new Set(input.dimensions)];
    checkEnvironment(dimensions, 'input.dimensions');
    return writeCity(context, caller, 'submitCityPlan', input, async (write) => {
      const { database } = context;
      const day = today(write, THAILAND);
      const submittedOn = input.submittedOn ?? day;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkInThailand(city);
      const onFile = await planWithin(database, write, cityId);
      checkVersionOfPlan(onFile, expectedVersion);
      const source = sourceOfWrite(input.source, cityId, day);
      const statusHistory = withPlanSubmitted(city.statusHistory, { on: submittedOn, source: source.id, today: day });
      // Changed even when only the plan is: an approval that is made at the same time must see it.
      await changeCity(database, write, {
        city,
        hasPlan: true,
        facts: { statusHistory, sources: withSource(city.sources, source) },
      });
      const content = {
        title,
        kind,
        submittedOn,
        dimensions,
        source: source.id,
        titleThSource: title.th === null ? null : source.id,
        sources: withSource(onFile?.sources ?? [], source),
        confidence: 'MEDIUM' as const,
      };
      if (onFile)
        return changeRow(database, planModel, write, { type: 'CityPlan', id: onFile.id, update: { $set: content } });
      return insertRow(database, planModel, write, 'CityPlan', { _id: `plan-${cityId}`, cityId, ...content });
    });
  }
}

/**
 * @throws CONFLICT when the plan on file is not the one that the caller has read
 */
function checkVersionOfPlan(onFile: StoredPlan | null, expectedVersion: number | null | undefined): void {
  if (onFile) return checkVersion(onFile, expectedVersion);
  if (expectedVersion != null)
    throw refusal(
      'CONFLICT',
      { en: 'There is no plan on file that you could have read.', th: 'ยังไม่มีแผนในระบบให้แก้ไข' },
      { argument: 'input.expectedVersion' },
    );
}

/**
 * @throws RULE_VIOLATED when the city is not (yet, or any longer) at the step of filing plans
 */
function withPlanSubmitted(
  history: readonly StoredStatus[],
  { on, source, today }: { on: string; source: string; today: string },
): StoredStatus[] {
  checkNotInFuture('input.submittedOn', on, today);
  const status = furthest(history)?.status ?? null;
  if (status !== null && OPEN.includes(status)) return [...history];
  if (status !== null && status !== 'CANDIDATE')
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The plan is approved: a city whose status is “${labelsOf(CityStatus)[status]!.en}” cannot file it anew.`,
        th: 'แผนนี้ได้รับความเห็นชอบแล้ว จึงยื่นใหม่ไม่ได้',
      },
      { argument: 'input.cityId', rule: 'PLAN_ALREADY_APPROVED' },
    );
  checkStep(history, { status: 'PLAN_SUBMITTED', on }, null, today, {
    status: 'input.cityId',
    on: 'input.submittedOn',
  });
  return [
    ...history,
    {
      status: 'PLAN_SUBMITTED',
      on,
      notAfter: null,
      body: 'depa',
      source,
      confidence: 'MEDIUM',
      conflictGroup: null,
      note: null,
    },
  ];
}
