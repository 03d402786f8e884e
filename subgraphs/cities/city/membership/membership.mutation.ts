import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../../domain/checks/check-date.js';
import { checkText, LONGEST_DESCRIPTION } from '../../../domain/checks/check-text.js';
import { checkedId } from '../../../domain/checks/check-id.js';
import { sourceOfWrite, withSource } from '../../../domain/sources/source-of-write.js';
import { SourceInput } from '../../../domain/sources/source.input.js';
import { THAILAND, today } from '../../../domain/dates/today.js';
import { checkForeignKeys } from '../../../runtime/foreign/check-foreign-keys.js';
import { checkVersion, readRow } from '../../../runtime/write/rows.js';
import { UpdateInput } from '../../../runtime/write/write.input.js';
import { authorizeCity, changeCity, writeCity } from '../write-city.js';
import { cityModel } from '../city.model.js';
import { City } from '../city.type.js';
import { checkCohort, checkProgramme } from './known-programme.js';
import type { CitiesContext } from '../../loaders.js';
import { checkJoining, afterLeaving } from './membership-rules.js';
import { MembershipKind } from '../../vocabulary/vocabulary.js';
import { LocalDate } from '../../../domain/dates/local-date.js';

@InputType('JoinProgrammeInput', { description: 'That a city joins a programme.' })
export class JoinProgrammeInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The programme, such as city-possible.' })
  programmeId!: string;

  @Field(() => MembershipKind, { defaultValue: 'MEMBER', description: 'How it belongs.' })
  kind!: MembershipKind;

  @Field(() => ID, {
    nullable: true,
    description: 'The cohort it joins with, one of that programme; none when it joins alone.',
  })
  cohortId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The day it joins: YYYY, YYYY-MM or YYYY-MM-DD; today in Thailand when absent. Its first day is not in the future; as of a day it is a member once its last day has come.',
  })
  joinedOn?: string | null;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where this can be read; the word of the city when absent.',
  })
  source?: SourceInput | null;

  @Field(() => String, { nullable: true, description: 'A remark, at most 5,000 characters.' })
  note?: string | null;
}

@Resolver()
export class JoinProgrammeMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Makes a city a member of a programme. For officers of the city. The first member of a programme is entered by the network’s administrators.',
  })
  async joinProgramme(
    @Arg('input', () => JoinProgrammeInput, { description: 'The membership.' }) input: JoinProgrammeInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, kind, cohortId = null, expectedVersion } = input;
    const caller = await authorizeCity(context, cityId);
    const programmeId = checkedId('input.programmeId', input.programmeId);
    checkPartialDate('input.joinedOn', input.joinedOn);
    const note = input.note == null ? null : checkText('input.note', LONGEST_DESCRIPTION, input.note);
    await checkForeignKeys(context, caller, 'joinProgramme', input, [['Programme', 'input.programmeId', programmeId]]);
    return writeCity(context, caller, 'joinProgramme', input, async (write) => {
      const { database } = context;
      const day = today(write, THAILAND);
      const joinedOn = input.joinedOn ?? day;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      await checkProgramme(database, write, programmeId);
      if (cohortId !== null) await checkCohort(database, write, cohortId, programmeId);
      checkJoining(city.memberships, { programmeId, joinedOn }, day);
      const source = sourceOfWrite(input.source, cityId, day);
      const membership = {
        programmeId,
        kind,
        cohortId,
        joinedOn,
        leftOn: null,
        source: source.id,
        confidence: 'MEDIUM',
        note,
      } as const;
      return changeCity(database, write, {
        city,
        facts: { memberships: [...city.memberships, membership], sources: withSource(city.sources, source) },
      });
    });
  }
}

@InputType('LeaveProgrammeInput', { description: 'That a city leaves a programme.' })
export class LeaveProgrammeInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The programme.' })
  programmeId!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The first day on which it no longer belongs; today in Thailand when absent. Neither in the future nor before it joined.',
  })
  leftOn?: string | null;
}

@Resolver()
export class LeaveProgrammeMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Ends the membership of a city in a programme; the membership stays on file with the day. For officers of the city.',
  })
  async leaveProgramme(
    @Arg('input', () => LeaveProgrammeInput, { description: 'The membership.' }) input: LeaveProgrammeInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, programmeId, expectedVersion } = input;
    const caller = await authorizeCity(context, cityId);
    return writeCity(context, caller, 'leaveProgramme', input, async (write) => {
      const { database } = context;
      const day = today(write, THAILAND);
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      const memberships = afterLeaving(city.memberships, { programmeId, leftOn: input.leftOn ?? day }, day);
      return changeCity(database, write, { city, facts: { memberships } });
    });
  }
}
