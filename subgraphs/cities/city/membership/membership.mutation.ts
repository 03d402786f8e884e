import { randomUUID } from 'node:crypto';
import { hasRole } from '../../../protocol/caller.js';
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkNotInFuture, checkPartialDate } from '../../../domain/checks/check-date.js';
import { changedText, LONGEST_DESCRIPTION } from '../../../domain/checks/check-text.js';
import { checkedId } from '../../../domain/checks/check-id.js';
import { sourceOfWrite, withSource } from '../../../domain/sources/source-of-write.js';
import { standingOf, stateOf, withStanding } from '../../../domain/standing/standing.js';
import { SourceInput } from '../../../domain/sources/source.input.js';
import { THAILAND, today } from '../../../domain/dates/today.js';
import { checkVersion, readRow } from '../../../runtime/write/rows.js';
import type { Write } from '../../../runtime/write/write.js';
import { ReasonedInput, UpdateInput } from '../../../runtime/write/write.input.js';
import { authorizeCity, changeCity, writeCity } from '../write-city.js';
import { cityModel, type StoredMembership } from '../city.model.js';
import { City } from '../city.type.js';
import { checkProgramme, cohortWithin, namedProgramme, readProgramme } from './known-programme.js';
import { authorizeMembership, authorizeProgrammeOwner, membershipOf } from './membership-right.js';
import type { CitiesContext } from '../../loaders.js';
import {
  afterLeaving,
  checkCounts,
  checkJoinedWithin,
  checkJoining,
  checkLeaving,
  checkRoom,
  isOwnersToSay,
  withMembership,
} from './membership-rules.js';
import { MembershipKind } from '../../vocabulary/vocabulary.js';
import { LocalDate } from '../../../domain/dates/local-date.js';
import { LocalizedTextInput } from '../../../domain/texts/localized-text.input.js';

@InputType('JoinProgrammeInput', { description: 'Says that a city joins a programme.' })
export class JoinProgrammeInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The programme, such as city-possible.' })
  programmeId!: string;

  @Field(() => MembershipKind, {
    defaultValue: 'MEMBER',
    description: 'In what way the city belongs to it: as a founder, a member, a candidate or a pilot city.',
  })
  kind!: MembershipKind;

  @Field(() => ID, {
    nullable: true,
    description: 'The cohort it joins with, one of that programme; none when it joins alone.',
  })
  cohortId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The day it joins: YYYY, YYYY-MM or YYYY-MM-DD; when absent the day of the cohort, or today in Thailand without one. Its first day is not in the future; as of a day it is a member once its last day has come.',
  })
  joinedOn?: string | null;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where this can be read; when left out, the city itself is the source.',
  })
  source?: SourceInput | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 5,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@Resolver()
export class JoinProgrammeMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Makes a city a member of a programme. For officers of the city. With a cohort, or as FOUNDING, it is a claim that the programme’s owner confirms or disputes. It lies within the life of programme and cohort. The first member of a programme is entered by the network’s administrators.',
  })
  async joinProgramme(
    @Arg('input', () => JoinProgrammeInput, { description: 'The membership.' }) input: JoinProgrammeInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, kind, cohortId = null, expectedVersion } = input;
    const caller = await authorizeCity(context, cityId);
    const programmeId = checkedId('input.programmeId', input.programmeId);
    checkPartialDate('input.joinedOn', input.joinedOn);
    const note = changedText('input.note', LONGEST_DESCRIPTION, input.note);
    const programme = await namedProgramme(context, caller, 'joinProgramme', input);
    return writeCity(context, caller, 'joinProgramme', input, async (write) => {
      const { database } = context;
      const day = today(write, THAILAND);
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      await checkProgramme(database, write, programmeId);
      const cohort = await cohortWithin(database, write, cohortId, programmeId);
      const joinedOn = input.joinedOn ?? cohort?.joinedOn ?? day;
      checkRoom(city);
      checkJoining(city, { programmeId, joinedOn }, day);
      checkJoinedWithin(joinedOn, programme, cohort);
      const source = sourceOfWrite(input.source, cityId, day);
      const isDisputed = city.claimedMemberships.some(
        (claim) => claim.programmeId === programmeId && stateOf(claim) === 'DISPUTED',
      );
      const isClaim = (isDisputed || isOwnersToSay({ kind, cohortId })) && !hasRole(caller, 'network-admin');
      const membership: StoredMembership = {
        id: `membership-${randomUUID()}`,
        programmeId,
        kind,
        cohortId,
        joinedOn,
        leftOn: null,
        source: source.id,
        confidence: 'MEDIUM',
        note,
        standing: standingOf(isClaim ? 'CLAIMED' : 'CONFIRMED', write),
      };
      return changeCity(database, write, {
        city,
        facts: { ...withMembership(city, membership), sources: withSource(city.sources, source) },
      });
    });
  }
}

@InputType('LeaveProgrammeInput', { description: 'Says that a city leaves a programme.' })
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
      'Ends the membership of a city in a programme; the membership stays on file with the day. For officers of the city and of the partner that owns the programme.',
  })
  async leaveProgramme(
    @Arg('input', () => LeaveProgrammeInput, { description: 'The membership.' }) input: LeaveProgrammeInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, programmeId, expectedVersion } = input;
    const caller = await authorizeProgrammeOwner(context, cityId, programmeId, [['city-officer', cityId]]);
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

@InputType('ChangeMembershipInput', {
  description: 'A correction of a membership. A field that is left out keeps its value, and null removes it.',
})
export class ChangeMembershipInput extends ReasonedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The membership, one of that city.' })
  membershipId!: string;

  @Field(() => MembershipKind, { nullable: true, description: 'How it belongs; null is the same as leaving it out.' })
  kind?: MembershipKind | null;

  @Field(() => ID, { nullable: true, description: 'The cohort it joined with, one of the programme.' })
  cohortId?: string | null;

  @Field(() => String, { nullable: true, description: 'When it joined: YYYY, YYYY-MM or YYYY-MM-DD.' })
  joinedOn?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The first day on which it no longer belonged.' })
  leftOn?: string | null;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where this can be read; null is the same as leaving it out.',
  })
  source?: SourceInput | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 5,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@Resolver()
export class ChangeMembershipMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Corrects a membership. For officers of the city, whose change of cohort or to FOUNDING is a claim, and of the partner that owns the programme, whose word confirms it.',
  })
  async changeMembership(
    @Arg('input', () => ChangeMembershipInput, { description: 'The correction.' }) input: ChangeMembershipInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, membershipId, expectedVersion } = input;
    const caller = await authorizeMembership(context, input, true);
    checkPartialDate('input.joinedOn', input.joinedOn);
    const city = await context.loaders.cities.byId.load(cityId);
    const programme =
      city && ((await readProgramme(context, membershipOf(city, membershipId).programmeId)) ?? undefined);
    return writeCity(context, caller, 'changeMembership', input, async (write) => {
      const { database } = context;
      const day = today(write, THAILAND);
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      const before = membershipOf(city, membershipId);
      const source = input.source == null ? null : sourceOfWrite(input.source, cityId, day);
      const corrected = corrections(before, input, source?.id ?? before.source);
      const cohort = await cohortWithin(database, write, corrected.cohortId, corrected.programmeId);
      for (const date of ['joinedOn', 'leftOn'] as const)
        if (corrected[date] != null) checkNotInFuture(`input.${date}`, corrected[date], day);
      checkJoinedWithin(corrected.joinedOn, programme ?? undefined, cohort);
      checkLeaving(corrected);
      const changed = asSaidBy(write, before, corrected, caller.as === `city-officer:${cityId}`);
      if (stateOf(changed) === 'CONFIRMED') checkCounts(city.memberships, changed);
      return changeCity(database, write, {
        city,
        facts: {
          ...withMembership(city, changed),
          ...(source && { sources: withSource(city.sources, source) }),
        },
      });
    });
  }
}

function corrections(before: StoredMembership, input: ChangeMembershipInput, source: string): StoredMembership {
  const { kind, cohortId, joinedOn, leftOn, note } = input;
  return {
    ...before,
    source,
    kind: kind ?? before.kind,
    cohortId: cohortId === undefined ? before.cohortId : cohortId,
    joinedOn: joinedOn === undefined ? before.joinedOn : joinedOn,
    leftOn: leftOn === undefined ? before.leftOn : leftOn,
    note: changedText('input.note', LONGEST_DESCRIPTION, note, before.note),
  };
}

/**
 * A corrected membership with its standing. What the owner corrects is confirmed by that; what the city corrects is a
 * claim where it says anew what is the owner's to say.
 *
 * @throws RULE_VIOLATED (STANDING_ORDER) when it was withdrawn
 */
function asSaidBy(
  write: Write,
  before: StoredMembership,
  corrected: StoredMembership,
  isCity: boolean,
): StoredMembership {
  const wasConfirmed = stateOf(before) === 'CONFIRMED';
  const saysSame = corrected.kind === before.kind && corrected.cohortId === before.cohortId;
  if (wasConfirmed && (!isCity || saysSame || !isOwnersToSay(corrected))) return corrected;
  const isDisputed = stateOf(before) === 'DISPUTED';
  // Only the owner ends its dispute; a city that says something else asks anew.
  if (isCity && isDisputed && saysSame) return corrected;
  const state = isCity && (isDisputed || isOwnersToSay(corrected)) ? 'CLAIMED' : 'CONFIRMED';
  if (stateOf(before) === 'WITHDRAWN') return withStanding(corrected, state, write, 'input.membershipId');
  return { ...corrected, standing: standingOf(state, write) };
}
