import { inWords } from '../../domain/dates/date-in-words.js';
import type { Sentence } from '../../protocol/language.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import type { Clock } from '../../runtime/clock.js';
import { refusal, type Refusal } from '../../runtime/errors/errors.js';
import type { StoredEvent, StoredRound } from './event.model.js';
import { EventStatus } from '../vocabulary/vocabulary.js';

/** Where a change may take an event; it is called off by a mutation of its own. */
const NEXT: Record<EventStatus, readonly EventStatus[]> = {
  UNKNOWN: ['ANNOUNCED', 'CONFIRMED', 'HELD', 'POSTPONED'],
  ANNOUNCED: ['CONFIRMED', 'HELD', 'POSTPONED'],
  CONFIRMED: ['HELD', 'POSTPONED'],
  POSTPONED: ['ANNOUNCED', 'CONFIRMED'],
  HELD: [],
  CANCELLED: [],
};

/** Where a correction with a reason may take an event that was said to be held, or was called off, by mistake. */
const CORRECTED: Partial<Record<EventStatus, readonly EventStatus[]>> = {
  HELD: ['ANNOUNCED', 'CONFIRMED', 'POSTPONED', 'UNKNOWN'],
  CANCELLED: ['ANNOUNCED', 'CONFIRMED', 'POSTPONED'],
};

type Dated = Pick<StoredEvent, 'startsOn' | 'endsOn' | 'timezone'>;

/** The day it is now where an event takes place, `YYYY-MM-DD`; in Thailand when its time zone is unknown. */
export function todayAt({ timezone }: Pick<StoredEvent, 'timezone'>, clock: Clock): string {
  return today(clock, timezone ?? THAILAND);
}

/** Whether the last day an event may last is over; an undated one never is. */
export function isPast(event: Dated, clock: Clock): boolean {
  const last = event.endsOn ?? event.startsOn;
  return last !== null && latestDay(last) < todayAt(event, clock);
}

/**
 * Checks that an event may still be changed.
 *
 * @throws RULE_VIOLATED EVENT_CANCELLED
 */
export function checkNotCancelled({ status }: Pick<StoredEvent, 'status'>, argument: string): void {
  if (status === 'CANCELLED')
    throw broken('EVENT_CANCELLED', argument, { en: 'The event is cancelled.', th: 'กิจกรรมนี้ถูกยกเลิกแล้ว' });
}

/**
 * Checks that an event may be called off.
 *
 * @throws RULE_VIOLATED EVENT_CANCELLED or EVENT_HELD
 */
export function checkCancellable(event: Pick<StoredEvent, 'status'>): void {
  checkNotCancelled(event, 'input.eventId');
  if (event.status === 'HELD')
    throw broken('EVENT_HELD', 'input.eventId', {
      en: 'The event was held: it cannot be cancelled any more.',
      th: 'กิจกรรมนี้จัดไปแล้ว จึงยกเลิกไม่ได้',
    });
}

/**
 * Checks the way from one status to another. What was held or called off stays so, unless a reason is given: then it is
 * a correction.
 *
 * @throws RULE_VIOLATED EVENT_STATUS_ORDER, REASON_REQUIRED for a correction without one, or HELD_BEFORE_START for an event that cannot have begun, also when what was held is moved
 */
export function checkStatusChange(
  from: EventStatus,
  event: Dated & Pick<StoredEvent, 'status'>,
  clock: Clock,
  why: string | null,
): void {
  const to = event.status;
  const isAhead = event.startsOn === null || earliestDay(event.startsOn) > todayAt(event, clock);
  if (from === to) {
    if (to === 'HELD' && event.startsOn !== null && isAhead) throw notBegun('input.startsOn');
    return;
  }
  const [was, wanted] = [labelsOf(EventStatus)[from]!, labelsOf(EventStatus)[to]!];
  if (CORRECTED[from]?.includes(to)) {
    checkReason(why, {
      en: `An event goes from “${was.en}” to “${wanted.en}” only to correct a mistake: say why in \`input.why\`.`,
      th: `กิจกรรมที่มีสถานะ “${was.th}” เปลี่ยนเป็น “${wanted.th}” ได้เฉพาะเพื่อแก้ไขข้อผิดพลาด โปรดระบุเหตุผลใน \`input.why\``,
    });
    return;
  }
  if (!NEXT[from].includes(to))
    throw broken('EVENT_STATUS_ORDER', 'input.status', {
      en: `An event cannot go from “${was.en}” to “${wanted.en}”${to === 'CANCELLED' ? ': use cancelEvent' : ''}.`,
      th: `กิจกรรมที่มีสถานะ “${was.th}” เปลี่ยนเป็น “${wanted.th}” ไม่ได้${to === 'CANCELLED' ? ' โปรดใช้ cancelEvent' : ''}`,
    });
  if (to === 'HELD' && isAhead) throw notBegun('input.status');
}

function notBegun(argument: string): Refusal {
  return broken('HELD_BEFORE_START', argument, {
    en: 'The event has not begun: it cannot have been held.',
    th: 'กิจกรรมยังไม่เริ่ม จึงบันทึกว่าจัดแล้วไม่ได้',
  });
}

/**
 * Checks the days of an event.
 *
 * @throws BAD_USER_INPUT when it ends before it starts, whatever days partial dates mean, or has an end without a start
 */
export function checkDates({ startsOn, endsOn }: Pick<Dated, 'startsOn' | 'endsOn'>): void {
  if (endsOn === null) return;
  if (startsOn === null)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: 'An event with `endsOn` needs `startsOn`: take away both, or give both.',
        th: 'กิจกรรมที่มี `endsOn` ต้องมี `startsOn` ด้วย โปรดระบุทั้งสองวัน หรือลบทั้งสองวัน',
      },
      { argument: 'input.startsOn' },
    );
  if (earliestDay(startsOn) > latestDay(endsOn))
    throw refusal(
      'BAD_USER_INPUT',
      { en: '`endsOn` must not lie before `startsOn`.', th: '`endsOn` ต้องไม่อยู่ก่อน `startsOn`' },
      { argument: 'input.endsOn' },
    );
}

/**
 * Checks that a capacity leaves room for who is confirmed.
 *
 * @throws RULE_VIOLATED CAPACITY_BELOW_CONFIRMED
 */
export function checkCapacity(capacity: number | null, confirmed: number): void {
  if (capacity !== null && capacity < confirmed)
    throw broken('CAPACITY_BELOW_CONFIRMED', 'input.capacity', {
      en: `${confirmed} are confirmed by now: the capacity cannot be ${capacity}.`,
      th: `ยืนยันที่นั่งไปแล้ว ${confirmed} ราย จึงกำหนดจำนวนที่รับเป็น ${capacity} ไม่ได้`,
    });
}

/**
 * Checks that an event takes registrations and invitations, or a course opens rounds.
 *
 * @throws RULE_VIOLATED EVENT_CANCELLED or EVENT_OVER
 */
export function checkAhead(event: Dated & Pick<StoredEvent, 'status'>, clock: Clock): void {
  checkNotCancelled(event, 'input.eventId');
  // A date of what is put off does not hold.
  if (event.status === 'HELD' || (event.status !== 'POSTPONED' && isPast(event, clock)))
    throw broken('EVENT_OVER', 'input.eventId', { en: 'The event is over.', th: 'กิจกรรมนี้สิ้นสุดแล้ว' });
}

/**
 * Checks that days lie within those of a course: partial dates are read as all days they may mean. A course without a date,
 * one that is put off and a series have none. A last day that is not on file is the first one.
 *
 * @throws RULE_VIOLATED ROUND_OUTSIDE_COURSE
 */
export function checkWithinCourse(
  course: Dated & Pick<StoredEvent, 'status' | 'series'>,
  { startsOn, endsOn }: Pick<StoredRound, 'startsOn' | 'endsOn'>,
  argument: string,
): void {
  if (course.startsOn === null || course.status === 'POSTPONED' || course.series) return;
  const lastDay = course.endsOn ?? course.startsOn;
  if (latestDay(startsOn) >= earliestDay(course.startsOn) && earliestDay(endsOn ?? startsOn) <= latestDay(lastDay))
    return;
  const [round, whole] = [spanOf(startsOn, endsOn), spanOf(course.startsOn, course.endsOn)];
  throw broken('ROUND_OUTSIDE_COURSE', argument, {
    en: `A round lies within its course: the course lasts ${whole.en}, the round ${round.en}.`,
    th: `รุ่นต้องอยู่ในช่วงของหลักสูตร: หลักสูตรมีช่วง ${whole.th} ส่วนรุ่นมีช่วง ${round.th}`,
  });
}

function spanOf(startsOn: string, endsOn: string | null): Sentence {
  const [start, end] = [inWords(startsOn), inWords(endsOn ?? startsOn)];
  return endsOn === null || endsOn === startsOn
    ? start
    : { en: `${start.en} – ${end.en}`, th: `${start.th} – ${end.th}` };
}

/**
 * Checks that an event for which somebody is registered is not moved to days that are over.
 *
 * @throws RULE_VIOLATED MOVED_INTO_PAST
 */
export function checkNotMovedIntoPast(
  before: Dated,
  after: Dated & Pick<StoredEvent, 'status' | 'seats'>,
  clock: Clock,
): void {
  const { confirmed, waiting } = after.seats;
  if (confirmed + waiting === 0 || after.status === 'HELD' || isPast(before, clock) || !isPast(after, clock)) return;
  throw broken('MOVED_INTO_PAST', 'input.startsOn', {
    en: `${confirmed + waiting} are registered for this event: it cannot be moved to days that are over.`,
    th: `มีผู้ลงทะเบียนกิจกรรมนี้ ${confirmed + waiting} ราย จึงย้ายไปวันที่ผ่านไปแล้วไม่ได้`,
  });
}

/**
 * Checks that partners which host an event no more are left out for a reason.
 *
 * @throws RULE_VIOLATED REASON_REQUIRED
 */
export function checkHostsLeftOut(
  { hosts }: Pick<StoredEvent, 'hosts'>,
  wanted: readonly string[],
  why: string | null,
): void {
  const left = hosts.filter((id) => !wanted.includes(id));
  if (left.length > 0)
    checkReason(why, {
      en: `To leave out ${left.join(', ')} as a host needs a reason: say it in \`input.why\`.`,
      th: `การนำ ${left.join(', ')} ออกจากเจ้าภาพต้องมีเหตุผล โปรดระบุใน \`input.why\``,
    });
}

/**
 * Checks that the kind of an event may be corrected.
 *
 * @throws RULE_VIOLATED COURSE_HAS_ROUNDS, or REASON_REQUIRED
 */
export function checkKindChange(
  { kind, rounds }: Pick<StoredEvent, 'kind' | 'rounds'>,
  wanted: StoredEvent['kind'],
  why: string | null,
): void {
  if (wanted === kind) return;
  if (kind === 'COURSE' && (rounds ?? []).length > 0)
    throw broken('COURSE_HAS_ROUNDS', 'input.kind', {
      en: 'A course that has rounds stays a course.',
      th: 'หลักสูตรที่เปิดรุ่นแล้วเปลี่ยนเป็นประเภทอื่นไม่ได้',
    });
  checkReason(why, {
    en: 'The kind of an event is changed only to correct it: say why in `input.why`.',
    th: 'ประเภทของกิจกรรมเปลี่ยนได้เฉพาะเพื่อแก้ไข โปรดระบุเหตุผลใน `input.why`',
  });
}

/**
 * Checks that a change which corrects what was recorded has a reason.
 *
 * @throws RULE_VIOLATED REASON_REQUIRED
 */
export function checkReason(why: string | null, sentence: { en: string; th: string }): void {
  if (why === null) throw broken('REASON_REQUIRED', 'input.why', sentence);
}

/** The refusal of what a rule forbids. */
export function broken(rule: string, argument: string, sentence: { en: string; th: string }): Refusal {
  return refusal('RULE_VIOLATED', sentence, { argument, rule });
}
