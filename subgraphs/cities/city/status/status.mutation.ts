import { authorize } from '../../../runtime/write/authorize.js';
import type { ActingCaller, Caller } from '../../../protocol/caller.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../../domain/checks/check-date.js';
import { changedText, LONGEST_DESCRIPTION } from '../../../domain/checks/check-text.js';
import { sourceOfWrite, withSource } from '../../../domain/sources/source-of-write.js';
import { SourceInput } from '../../../domain/sources/source.input.js';
import { THAILAND, today } from '../../../domain/dates/today.js';
import { checkVersion, readRow } from '../../../runtime/write/rows.js';
import { UpdateInput } from '../../../runtime/write/write.input.js';
import { authorizeCity, changeCity, writeCity } from '../write-city.js';
import { cityModel } from '../city.model.js';
import { City } from '../city.type.js';
import type { CitiesContext } from '../../loaders.js';
import { planWithin } from '../../plan/plan.loader.js';
import { checkStepOfPlan } from '../../plan/plan-rules.js';
import { newStatusId, processNumber } from './status-on-day.js';
import { checkInThailand, checkRevocation, checkStep } from './status-rules.js';
import { CityStatus } from '../../vocabulary/vocabulary.js';
import { LocalizedTextInput } from '../../../domain/texts/localized-text.input.js';

/** The bodies that may give a status of the Thai smart city process, by partner id. */
const AUTHORITIES: readonly string[] = ['depa', 'th-smart-city-committee', 'th-smart-city-subcommittee'];

/**
 * Gives the caller when it may act for an authority of the process.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN for anyone but its officers, BAD_USER_INPUT when the body is no authority
 */
function authorizeAuthority(caller: Caller | null, body: string): ActingCaller {
  authorize(caller, ...AUTHORITIES.map((authority) => ['partner-officer', authority] as const));
  if (!AUTHORITIES.includes(body))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`input.body\` must be one of ${AUTHORITIES.join(', ')}, but got "${body}".`,
        th: `\`input.body\` ต้องเป็น ${AUTHORITIES.join(', ')} แต่ได้รับ "${body}"`,
      },
      { argument: 'input.body' },
    );
  return authorize(caller, ['partner-officer', body]);
}

@InputType('AdvanceCityStatusInput', { description: 'A step of the smart city process.' })
export class AdvanceCityStatusInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => CityStatus, { description: 'The step it takes: the next one of the process.' })
  status!: CityStatus;

  @Field(() => String, {
    nullable: true,
    description:
      'The day of the decision: YYYY, YYYY-MM or YYYY-MM-DD; today in Thailand when absent. Its first day is neither in the future nor before the previous step; as of a day, `statusOn` counts it once its last day has come.',
  })
  on?: string | null;

  @Field(() => ID, {
    description: 'The body that decides: depa, th-smart-city-committee or th-smart-city-subcommittee.',
  })
  body!: string;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where the decision can be read; when left out, the body itself is the source. REVOKED needs one.',
  })
  source?: SourceInput | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 5,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@Resolver()
export class AdvanceCityStatusMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Moves a city of Thailand one step along the smart city process. For officers of the body that decides. PLAN_SUBMITTED, PROMOTION_ZONE and PLAN_APPROVED need a plan that was filed by then, approval one that covers ENVIRONMENT; REVOKED needs `why` and a `source`. A revoked city may become a CANDIDATE again, which begins a new process with a plan of its own.',
  })
  async advanceCityStatus(
    @Arg('input', () => AdvanceCityStatusInput, { description: 'The step.' }) input: AdvanceCityStatusInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, status, body, expectedVersion } = input;
    const caller = await authorizeCity(context, cityId, () => authorizeAuthority(context.caller, body));
    checkPartialDate('input.on', input.on);
    const note = changedText('input.note', LONGEST_DESCRIPTION, input.note);
    return writeCity(context, caller, 'advanceCityStatus', input, async (write) => {
      const { database } = context;
      const day = today(write, THAILAND);
      const on = input.on ?? day;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      checkInThailand(city);
      checkStep(city.statusHistory, { status, on }, day);
      if (status === 'REVOKED') checkRevocation(input);
      checkStepOfPlan({ status, on }, await planWithin(database, write, cityId, processNumber(city.statusHistory)));
      const source = sourceOfWrite(input.source, body, day);
      const entry = {
        id: newStatusId(),
        status,
        on,
        notAfter: null,
        body,
        source: source.id,
        confidence: 'HIGH',
        conflictGroup: null,
        note,
      } as const;
      return changeCity(database, write, {
        city,
        facts: { statusHistory: [...city.statusHistory, entry], sources: withSource(city.sources, source) },
      });
    });
  }
}
