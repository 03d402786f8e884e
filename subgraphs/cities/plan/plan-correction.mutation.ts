import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../domain/checks/check-date.js';
import { changedText, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { sourceOfWrite, withSource } from '../../domain/sources/source-of-write.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { withStanding } from '../../domain/standing/standing.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import type { ActingCaller } from '../../protocol/caller.js';
import { authorize } from '../../runtime/write/authorize.js';
import { changeRow, checkVersion, notFound, readRow } from '../../runtime/write/rows.js';
import { ReasonedInput } from '../../runtime/write/write.input.js';
import { cityModel } from '../city/city.model.js';
import { changeCity, writeCity } from '../city/write-city.js';
import type { CitiesContext } from '../loaders.js';
import { PlanKind } from '../vocabulary/vocabulary.js';
import {
  checkCorrectedDay,
  checkNotWithdrawn,
  withCorrectedDay,
  withoutPlanSubmitted,
} from './plan-correction-rules.js';
import { latestPlan } from './plan.loader.js';
import { planModel } from './plan.model.js';
import { checkEnvironment, withDimensionsOfPlan } from './plan-rules.js';
import { CityPlan } from './plan.type.js';

@InputType('ChangeCityPlanInput', {
  description: 'A correction of a plan on file. A field that is left out keeps its value, and null removes it.',
})
export class ChangeCityPlanInput extends ReasonedInput {
  @Field(() => ID, { description: 'The plan.' })
  planId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description:
      'The title; null is the same as leaving it out. A language that is absent stays as it is, null takes it away.',
  })
  title?: LocalizedTextInput | null;

  @Field(() => PlanKind, { nullable: true, description: 'The kind of plan.' })
  kind?: PlanKind | null;

  @Field(() => [Dimension], {
    nullable: true,
    description: 'The dimensions it covers, ENVIRONMENT among them; null is the same as leaving it out.',
  })
  dimensions?: Dimension[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The day it was filed: YYYY, YYYY-MM or YYYY-MM-DD; not before the candidacy, nor after the approval.',
  })
  submittedOn?: string | null;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where the plan can be read; null is the same as leaving it out.',
  })
  source?: SourceInput | null;
}

@InputType('WithdrawCityPlanInput', { description: 'Says that a plan on file was never filed.' })
export class WithdrawCityPlanInput extends ReasonedInput {
  @Field(() => ID, { description: 'The plan.' })
  planId!: string;
}

@Resolver()
export class CityPlanCorrectionMutation {
  @Directive('@authenticated')
  @Mutation(() => CityPlan, {
    nullable: true,
    description:
      'Corrects a plan on file, also an approved one; its history tells what it said before, and the dimensions of the city follow. For officers of the city.',
  })
  async changeCityPlan(
    @Arg('input', () => ChangeCityPlanInput, { description: 'The correction.' }) input: ChangeCityPlanInput,
    @Ctx() context: CitiesContext,
  ) {
    const { planId, expectedVersion } = input;
    const { caller, cityId } = await authorizePlan(context, planId);
    checkPartialDate('input.submittedOn', input.submittedOn);
    return writeCity(context, caller, 'changeCityPlan', { ...input, cityId }, async (write) => {
      const { database } = context;
      const day = today(write, THAILAND);
      const before = await readRow(database, planModel, write, planId, 'input.planId');
      checkVersion(before, expectedVersion);
      checkNotWithdrawn(before);
      const city = await readRow(database, cityModel, write, cityId, 'input.planId');
      const title =
        input.title == null ? before.title : changedText('input.title', LONGEST_NAME, input.title, before.title);
      const dimensions = input.dimensions == null ? before.dimensions : [...new Set(input.dimensions)];
      if (input.dimensions != null) checkEnvironment(dimensions, 'input.dimensions');
      const submittedOn = input.submittedOn === undefined ? before.submittedOn : input.submittedOn;
      if (input.submittedOn != null) checkCorrectedDay(city.statusHistory, before, input.submittedOn, day);
      const given = input.source == null ? null : sourceOfWrite(input.source, cityId, day);
      const source = given?.id ?? before.source;
      const isLatest = (await latestPlan(database, write, cityId))?.id === planId;
      const file = given ?? before.sources.find(({ id }) => id === source);
      await changeCity(database, write, {
        city,
        facts: {
          statusHistory: withCorrectedDay(city.statusHistory, before, submittedOn),
          ...(isLatest && { dimensions: withDimensionsOfPlan(city.dimensions, { planId, dimensions, source }) }),
          ...(file && { sources: withSource(city.sources, file) }),
        },
      });
      const kind = input.kind === undefined ? before.kind : input.kind;
      const sources = given ? withSource(before.sources, given) : before.sources;
      const titleThSource = title.th === before.title.th ? before.titleThSource : source;
      return changeRow(database, planModel, write, {
        type: 'CityPlan',
        id: planId,
        update: { $set: { title, kind, dimensions, submittedOn, source, sources, titleThSource } },
      });
    });
  }

  @Directive('@authenticated')
  @Mutation(() => CityPlan, {
    nullable: true,
    description:
      'Takes a plan off the file that was never filed, and the status PLAN_SUBMITTED and the dimensions with it, as long as no later status builds on it. It stays readable by its id, and another one may be filed. For officers of the city.',
  })
  async withdrawCityPlan(
    @Arg('input', () => WithdrawCityPlanInput, { description: 'The plan.' }) input: WithdrawCityPlanInput,
    @Ctx() context: CitiesContext,
  ) {
    const { planId, expectedVersion } = input;
    const { caller, cityId } = await authorizePlan(context, planId);
    return writeCity(context, caller, 'withdrawCityPlan', { ...input, cityId }, async (write) => {
      const { database } = context;
      const before = await readRow(database, planModel, write, planId, 'input.planId');
      checkVersion(before, expectedVersion);
      const { standing } = withStanding(before, 'WITHDRAWN', write, 'input.planId');
      const city = await readRow(database, cityModel, write, cityId, 'input.planId');
      const other = await latestPlan(database, write, cityId, planId);
      await changeCity(database, write, {
        city,
        hasPlan: other !== null,
        facts: {
          statusHistory: withoutPlanSubmitted(city.statusHistory, before.process ?? 1),
          dimensions: other
            ? withDimensionsOfPlan(city.dimensions, {
                planId: other.id,
                dimensions: other.dimensions,
                source: other.source,
              })
            : city.dimensions.filter((fact) => fact.planId == null),
        },
      });
      return changeRow(database, planModel, write, { type: 'CityPlan', id: planId, update: { $set: { standing } } });
    });
  }
}

/**
 * Gives the caller when it may correct a plan, and the plan's city.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND or FORBIDDEN
 */
async function authorizePlan(
  { caller, loaders }: CitiesContext,
  planId: string,
): Promise<{ caller: ActingCaller; cityId: string }> {
  if (!caller) authorize(caller);
  const plan = await loaders.plans.byId.load(planId);
  if (!plan) throw notFound(planModel.called, planId, 'input.planId');
  return { caller: authorize(caller, ['city-officer', plan.cityId]), cityId: plan.cityId };
}
