import { latestDay, earliestDay } from '../../../domain/dates/partial-date.js';
import type { StoredMembership } from '../city.model.js';
import { checkNotInFuture } from '../../../domain/checks/check-date.js';
import { refusal } from '../../../runtime/errors/errors.js';

/**
 * Tells whether a membership held on a day: the whole of its joining lies on or before it, and its leaving after it.
 *
 * @param day `YYYY-MM-DD`
 */
export function isMemberOn({ joinedOn, leftOn }: Pick<StoredMembership, 'joinedOn' | 'leftOn'>, day: string): boolean {
  return joinedOn !== null && latestDay(joinedOn) <= day && (leftOn == null || leftOn > day);
}

/**
 * Checks that a city may join a programme: it is no member now, and was none on the first of the days on which it may have joined.
 *
 * @throws RULE_VIOLATED
 */
export function checkJoining(
  memberships: readonly StoredMembership[],
  { programmeId, joinedOn }: { programmeId: string; joinedOn: string },
  today: string,
): void {
  checkNotInFuture('input.joinedOn', joinedOn, today);
  const former = memberships.filter((membership) => membership.programmeId === programmeId);
  if (former.some(isCurrent))
    throw refusal(
      'RULE_VIOLATED',
      { en: `The city belongs to ${programmeId} already.`, th: `เมืองนี้เป็นสมาชิกของ ${programmeId} อยู่แล้ว` },
      { argument: 'input.programmeId', rule: 'ALREADY_MEMBER' },
    );
  const left = former
    .map(({ leftOn }) => leftOn as string)
    .sort()
    .at(-1);
  if (left !== undefined && earliestDay(joinedOn) < left)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The city left ${programmeId} on ${left}, so it cannot join again on ${joinedOn}.`,
        th: `เมืองนี้ออกจาก ${programmeId} เมื่อ ${left} จึงเข้าร่วมอีกครั้งในวันที่ ${joinedOn} ไม่ได้`,
      },
      { argument: 'input.joinedOn', rule: 'DATE_BEFORE_PREVIOUS' },
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
  const joined = memberships
    .filter(isLeft)
    .flatMap(({ joinedOn }) => (joinedOn === null ? [] : [earliestDay(joinedOn)]))
    .sort()
    .at(-1);
  if (joined !== undefined && leftOn < joined)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The city joined ${programmeId} on ${joined} at the earliest, so it cannot leave on ${leftOn}.`,
        th: `เมืองนี้เข้าร่วม ${programmeId} ไม่ก่อน ${joined} จึงออกในวันที่ ${leftOn} ไม่ได้`,
      },
      { argument: 'input.leftOn', rule: 'DATE_BEFORE_PREVIOUS' },
    );
  return memberships.map((membership) => (isLeft(membership) ? { ...membership, leftOn } : membership));
}

/** A membership stored before anyone could leave has no such day at all. */
function isCurrent({ leftOn }: StoredMembership): boolean {
  return leftOn == null;
}
