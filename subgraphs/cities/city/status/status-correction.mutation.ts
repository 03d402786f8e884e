import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../../domain/checks/check-date.js';
import { changedText, LONGEST_DESCRIPTION } from '../../../domain/checks/check-text.js';
import { THAILAND, today } from '../../../domain/dates/today.js';
import { sourceOfWrite, withSource } from '../../../domain/sources/source-of-write.js';
import { SourceInput } from '../../../domain/sources/source.input.js';
import type { ActingCaller } from '../../../protocol/caller.js';
import type { Row } from '../../../runtime/database/model.js';
import { authorize } from '../../../runtime/write/authorize.js';
import { checkVersion, notFound, readRow } from '../../../runtime/write/rows.js';
import { ReasonedInput } from '../../../runtime/write/write.input.js';
import type { CitiesContext } from '../../loaders.js';
import { planWithin } from '../../plan/plan.loader.js';
import { CityStatus } from '../../vocabulary/vocabulary.js';
import { cityModel, type StoredCity, type StoredStatus } from '../city.model.js';
import { City } from '../city.type.js';
import { changeCity, writeCity } from '../write-city.js';
import { checkCorrection, checkWithout } from './status-correction-rules.js';
import { processNumber } from './status-on-day.js';
import { LocalizedTextInput } from '../../../domain/texts/localized-text.input.js';

@InputType('ChangeCityStatusInput', {
  description: 'A correction of a status on file. A field that is left out keeps its value, and null removes it.',
})
export class ChangeCityStatusInput extends ReasonedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The entry of its `statusHistory`.' })
  entryId!: string;

  @Field(() => CityStatus, {
    nullable: true,
    description: 'The step that it really was; null is the same as leaving it out.',
  })
  status?: CityStatus | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The day of the decision: YYYY, YYYY-MM or YYYY-MM-DD; between those of the steps before and after it.',
  })
  on?: string | null;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where the decision can be read; null is the same as leaving it out. A change to REVOKED needs one.',
  })
  source?: SourceInput | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 5,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@InputType('WithdrawCityStatusInput', { description: 'Says that a city never reached a status that is on file.' })
export class WithdrawCityStatusInput extends ReasonedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The entry of its `statusHistory`.' })
  entryId!: string;
}

@Resolver()
export class CityStatusCorrectionMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Corrects a status on file, also one of the middle of the process, as long as order and days still rise. For officers of the body that gave it.',
  })
  async changeCityStatus(
    @Arg('input', () => ChangeCityStatusInput, { description: 'The correction.' }) input: ChangeCityStatusInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, entryId, expectedVersion } = input;
    const caller = await authorizeEntry(context, input);
    checkPartialDate('input.on', input.on);
    return writeCity(context, caller, 'changeCityStatus', input, async (write) => {
      const { database } = context;
      const day = today(write, THAILAND);
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      const before = entryOf(city, entryId);
      const source = input.source == null ? null : sourceOfWrite(input.source, before.body, day);
      const entry: StoredStatus = {
        ...before,
        status: input.status ?? before.status,
        on: input.on === undefined ? before.on : input.on,
        note: changedText('input.note', LONGEST_DESCRIPTION, input.note, before.note),
        confidence: input.status != null || input.on != null || source !== null ? 'HIGH' : before.confidence,
        source: source?.id ?? before.source,
      };
      const history = city.statusHistory.map((other) => (other.id === entryId ? entry : other));
      const process = processNumber(history.slice(0, history.indexOf(entry)));
      checkCorrection(history, before, await planWithin(database, write, cityId, process), input, day);
      return changeCity(database, write, {
        city,
        facts: { statusHistory: history, ...(source && { sources: withSource(city.sources, source) }) },
      });
    });
  }

  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Takes a status off the file that the city never reached, also one of the middle, as long as nothing later builds on it; the history keeps it. For officers of the body that gave it.',
  })
  async withdrawCityStatus(
    @Arg('input', () => WithdrawCityStatusInput, { description: 'The status.' }) input: WithdrawCityStatusInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, entryId, expectedVersion } = input;
    const caller = await authorizeEntry(context, input);
    return writeCity(context, caller, 'withdrawCityStatus', input, async (write) => {
      const { database } = context;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      entryOf(city, entryId);
      return changeCity(database, write, { city, facts: { statusHistory: checkWithout(city.statusHistory, entryId) } });
    });
  }
}

/**
 * Gives the caller when it may correct a status: for the body that gave it.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND or FORBIDDEN
 */
async function authorizeEntry(
  { caller, loaders }: CitiesContext,
  { cityId, entryId }: { cityId: string; entryId: string },
): Promise<ActingCaller> {
  if (caller === null) return authorize(null);
  const city = await loaders.cities.byId.load(cityId);
  if (!city) throw notFound(cityModel.called, cityId, 'input.cityId');
  return authorize(caller, ['partner-officer', entryOf(city, entryId).body]);
}

function entryOf({ statusHistory }: Row<StoredCity>, entryId: string): StoredStatus {
  const found = statusHistory.find(({ id }) => id === entryId);
  if (!found) throw notFound({ en: 'status', th: 'สถานะ' }, entryId, 'input.entryId');
  return found;
}
