import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../domain/checks/check-date.js';
import { checkLocalizedText, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { sourceOfWrite, withSource } from '../../domain/sources/source-of-write.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { refusal } from '../../runtime/errors/errors.js';
import { changeRow, checkVersion, insertRow, readRow } from '../../runtime/write/rows.js';
import { UpdateInput } from '../../runtime/write/write.input.js';
import { authorizeCity, changeCity, writeCity } from '../city/write-city.js';
import { cityModel } from '../city/city.model.js';
import type { CitiesContext } from '../loaders.js';
import { planIdOf, storedPlanWithin } from './plan.loader.js';
import { planModel, type StoredPlan } from './plan.model.js';
import { CityPlan } from './plan.type.js';
import { processNumber } from '../city/status/status-on-day.js';
import { checkInThailand } from '../city/status/status-rules.js';
import {
  checkEnvironment,
  checkFiling,
  checkNewContent,
  withDimensionsOfPlan,
  withPlanSubmitted,
} from './plan-rules.js';
import { PlanKind } from '../vocabulary/vocabulary.js';

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
      'The day it was filed: YYYY, YYYY-MM or YYYY-MM-DD; today in Thailand when absent. Its first day is neither in the future nor before the candidacy or the filing before it; as of a day, `statusOn` counts it once its last day has come.',
  })
  submittedOn?: string | null;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where the plan can be read; when left out, the city itself is the source.',
  })
  source?: SourceInput | null;
}

@Resolver()
export class SubmitCityPlanMutation {
  @Directive('@authenticated')
  @Mutation(() => CityPlan, {
    nullable: true,
    description:
      'Files the plan of a city of Thailand, which becomes PLAN_SUBMITTED if it was a CANDIDATE; until approval a city may file another one in its place (`expectedVersion` is that of the plan on file). Its dimensions become those of the city, beside those known from elsewhere. A city that applied again after REVOKED files a new plan; the former one stays. For officers of the city.',
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
      const process = processNumber(city.statusHistory);
      const stored = await storedPlanWithin(database, write, cityId, process);
      const onFile = stored?.standing == null ? stored : null;
      checkVersionOfPlan(onFile, expectedVersion);
      checkFiling(city.statusHistory, onFile, submittedOn, day);
      const source = sourceOfWrite(input.source, cityId, day);
      checkNewContent(onFile, { title, kind, dimensions, submittedOn }, input.source == null ? null : source.id);
      const planId = stored?.id ?? planIdOf(cityId, process);
      // Changed even when only the plan is: an approval that is made at the same time must see it.
      await changeCity(database, write, {
        city,
        hasPlan: true,
        facts: {
          statusHistory: withPlanSubmitted(city.statusHistory, submittedOn, source.id),
          dimensions: withDimensionsOfPlan(city.dimensions, { planId, dimensions, source: source.id }),
          sources: withSource(city.sources, source),
        },
      });
      const content = {
        title,
        kind,
        submittedOn,
        dimensions,
        source: source.id,
        titleThSource: title.th === null ? null : source.id,
        sources: withSource(stored?.sources ?? [], source),
        confidence: 'MEDIUM' as const,
        standing: null,
      };
      if (stored)
        return changeRow(database, planModel, write, { type: 'CityPlan', id: planId, update: { $set: content } });
      return insertRow(database, planModel, write, 'CityPlan', { _id: planId, cityId, process, ...content });
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
