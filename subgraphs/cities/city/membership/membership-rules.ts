import { latestDay, earliestDay } from '../../../domain/dates/partial-date.js';
import { inWords } from '../../../domain/dates/date-in-words.js';
import { checkNotInFuture } from '../../../domain/checks/check-date.js';
import { stateOf } from '../../../domain/standing/standing.js';
import { refusal } from '../../../runtime/errors/errors.js';
import type { StoredCity, StoredMembership } from '../city.model.js';
import type { StoredCohort } from '../../cohort/cohort.model.js';
import type { KnownProgramme } from './known-programme.js';

type Memberships = Pick<StoredCity, 'memberships' | 'claimedMemberships'>;

/**
 * Tells whether a membership held on a day: the whole of its joining lies on or before it, and its leaving after it.
 *
 * @param day `YYYY-MM-DD`
 */
export function isMemberOn({ joinedOn, leftOn }: Pick<StoredMembership, 'joinedOn' | 'leftOn'>, day: string): boolean {
  return joinedOn !== null && latestDay(joinedOn) <= day && (leftOn == null || leftOn > day);
}

/** Tells whether something of a membership is the programme owner's to say: with whom it joined, or that it founded it. */
export function isOwnersToSay({ kind, cohortId }: Pick<StoredMembership, 'kind' | 'cohortId'>): boolean {
  return kind === 'FOUNDING' || cohortId !== null;
}

/**
 * Checks that a city may join a programme: it is no member now and claims to be none, and was none on the first of the
 * days on which it may have joined.
 *
 * @throws RULE_VIOLATED
 */
export function checkJoining(
  { memberships, claimedMemberships }: Memberships,
  { programmeId, joinedOn }: { programmeId: string; joinedOn: string },
  today: string,
): void {
  checkNotInFuture('input.joinedOn', joinedOn, today);
  const former = [...memberships, ...claimedMemberships.filter((claim) => stateOf(claim) === 'CLAIMED')].filter(
    (membership) => membership.programmeId === programmeId,
  );
  if (former.some(isCurrent)) throw alreadyMember(programmeId, 'input.programmeId');
  const left = former
    .map(({ leftOn }) => leftOn as string)
    .sort()
    .at(-1);
  if (left !== undefined && earliestDay(joinedOn) < left)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The city left ${programmeId} on ${inWords(left).en}, so it cannot join again on ${inWords(joinedOn).en}.`,
        th: `เมืองนี้ออกจาก ${programmeId} เมื่อ ${inWords(left).th} จึงเข้าร่วมอีกครั้งในวันที่ ${inWords(joinedOn).th} ไม่ได้`,
      },
      { argument: 'input.joinedOn', rule: 'DATE_BEFORE_PREVIOUS' },
    );
}

/**
 * Checks that a membership may count beside the others of its city: one programme has a city as a member once at a time.
 *
 * @throws RULE_VIOLATED (ALREADY_MEMBER)
 */
export function checkCounts(memberships: readonly StoredMembership[], membership: StoredMembership): void {
  const { id, programmeId } = membership;
  const others = memberships.filter((other) => other.id !== id && other.programmeId === programmeId);
  if (isCurrent(membership) && others.some(isCurrent)) throw alreadyMember(programmeId, 'input.membershipId');
  const other = others.find((each) => overlap(each, membership));
  if (other)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The city was a member of ${programmeId} from ${inWords(other.joinedOn!).en} to ${other.leftOn === null ? 'today' : inWords(other.leftOn).en} already.`,
        th: `เมืองนี้เป็นสมาชิกของ ${programmeId} ตั้งแต่ ${inWords(other.joinedOn!).th} ถึง ${other.leftOn === null ? 'วันนี้' : inWords(other.leftOn).th} อยู่แล้ว`,
      },
      { argument: 'input.membershipId', rule: 'ALREADY_MEMBER' },
    );
}

/** Tells whether two memberships held on one day for certain: a partial day of joining may be its last day. */
function overlap(one: StoredMembership, other: StoredMembership): boolean {
  if (one.joinedOn === null || other.joinedOn === null) return false;
  const [first, second] = [latestDay(one.joinedOn), latestDay(other.joinedOn)];
  return (other.leftOn == null || first < other.leftOn) && (one.leftOn == null || second < one.leftOn);
}

/** Memberships that a city may have on file: they live in its record, which is read whole. */
const MOST_MEMBERSHIPS = 1_000;

/**
 * Checks that a city has room for one more membership, also of those that were withdrawn.
 *
 * @throws RULE_VIOLATED (TOO_MANY_HELD)
 */
export function checkRoom({ memberships, claimedMemberships }: Memberships): void {
  if (memberships.length + claimedMemberships.length < MOST_MEMBERSHIPS) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `A city has at most ${MOST_MEMBERSHIPS} memberships on file.`,
      th: `เมืองหนึ่งมีข้อมูลสมาชิกภาพได้ไม่เกิน ${MOST_MEMBERSHIPS} รายการ`,
    },
    { argument: 'input.programmeId', rule: 'TOO_MANY_HELD' },
  );
}

/**
 * Checks that a city joins within the life of the programme, and with a cohort when that did; as far as the days are known.
 *
 * @throws RULE_VIOLATED (OUTSIDE_PROGRAMME, OUTSIDE_COHORT)
 */
export function checkJoinedWithin(
  joinedOn: string | null,
  programme: Pick<KnownProgramme, 'startedOn' | 'endedOn'> | undefined,
  cohort: Pick<StoredCohort, 'joinedOn'> | null,
): void {
  if (joinedOn === null) return;
  const { startedOn = null, endedOn = null } = programme ?? {};
  const argument = 'input.joinedOn';
  if (startedOn !== null && latestDay(joinedOn) < earliestDay(startedOn))
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The programme began on ${inWords(startedOn).en}, so nobody joined it on ${inWords(joinedOn).en}.`,
        th: `โครงการเริ่มเมื่อ ${inWords(startedOn).th} จึงไม่มีเมืองใดเข้าร่วมในวันที่ ${inWords(joinedOn).th} ได้`,
      },
      { argument, rule: 'OUTSIDE_PROGRAMME' },
    );
  if (endedOn !== null && earliestDay(joinedOn) > latestDay(endedOn))
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The programme ended on ${inWords(endedOn).en}, so nobody joins it on ${inWords(joinedOn).en}.`,
        th: `โครงการสิ้นสุดเมื่อ ${inWords(endedOn).th} จึงเข้าร่วมในวันที่ ${inWords(joinedOn).th} ไม่ได้`,
      },
      { argument, rule: 'OUTSIDE_PROGRAMME' },
    );
  const together = cohort?.joinedOn ?? null;
  if (together !== null && (latestDay(joinedOn) < earliestDay(together) || earliestDay(joinedOn) > latestDay(together)))
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The cohort joined on ${inWords(together).en}, so a city that joins on ${inWords(joinedOn).en} is not of it.`,
        th: `กลุ่มนี้เข้าร่วมเมื่อ ${inWords(together).th} เมืองที่เข้าร่วมในวันที่ ${inWords(joinedOn).th} จึงไม่อยู่ในกลุ่มนี้`,
      },
      { argument, rule: 'OUTSIDE_COHORT' },
    );
}

/**
 * The memberships of a city after it left a programme.
 *
 * @throws RULE_VIOLATED when it is no member, or leaves before it joined
 */
export function afterLeaving(
  memberships: readonly StoredMembership[],
  { programmeId, leftOn }: { programmeId: string; leftOn: string },
  today: string,
): StoredMembership[] {
  checkNotInFuture('input.leftOn', leftOn, today);
  const isLeft = (membership: StoredMembership) => membership.programmeId === programmeId && isCurrent(membership);
  if (!memberships.some(isLeft))
    throw refusal(
      'RULE_VIOLATED',
      { en: `The city does not belong to ${programmeId}.`, th: `เมืองนี้ไม่ได้เป็นสมาชิกของ ${programmeId}` },
      { argument: 'input.programmeId', rule: 'NOT_A_MEMBER' },
    );
  for (const membership of memberships.filter(isLeft)) checkLeaving({ ...membership, leftOn });
  return memberships.map((membership) => (isLeft(membership) ? { ...membership, leftOn } : membership));
}

/**
 * Checks that a city did not leave before it joined.
 *
 * @throws RULE_VIOLATED (DATE_BEFORE_PREVIOUS)
 */
export function checkLeaving({
  programmeId,
  joinedOn,
  leftOn,
}: Pick<StoredMembership, 'programmeId' | 'joinedOn' | 'leftOn'>): void {
  if (leftOn == null || joinedOn === null || leftOn >= earliestDay(joinedOn)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The city joined ${programmeId} on ${inWords(earliestDay(joinedOn)).en} at the earliest, so it cannot leave on ${inWords(leftOn).en}.`,
      th: `เมืองนี้เข้าร่วม ${programmeId} ไม่ก่อน ${inWords(earliestDay(joinedOn)).th} จึงออกในวันที่ ${inWords(leftOn).th} ไม่ได้`,
    },
    { argument: 'input.leftOn', rule: 'DATE_BEFORE_PREVIOUS' },
  );
}

/** The memberships of a city with one of them changed, or a new one: with those that count, or apart, as its standing is. */
export function withMembership(
  { memberships, claimedMemberships }: Memberships,
  changed: StoredMembership,
): Memberships {
  const counts = stateOf(changed) === 'CONFIRMED';
  return {
    memberships: placed(memberships, changed, counts),
    claimedMemberships: placed(claimedMemberships, changed, !counts),
  };
}

function placed(list: readonly StoredMembership[], changed: StoredMembership, belongs: boolean): StoredMembership[] {
  if (!belongs) return list.filter(({ id }) => id !== changed.id);
  if (!list.some(({ id }) => id === changed.id)) return [...list, changed];
  return list.map((membership) => (membership.id === changed.id ? changed : membership));
}

function alreadyMember(programmeId: string, argument: string) {
  return refusal(
    'RULE_VIOLATED',
    { en: `The city belongs to ${programmeId} already.`, th: `เมืองนี้เป็นสมาชิกของ ${programmeId} อยู่แล้ว` },
    { argument, rule: 'ALREADY_MEMBER' },
  );
}

/** A membership stored before anyone could leave has no such day at all. */
function isCurrent({ leftOn }: StoredMembership): boolean {
  return leftOn == null;
}
