import type { OfficeKind } from '../vocabulary/vocabulary.js';
import { inWords } from '../../domain/dates/date-in-words.js';
import { earliestDay } from '../../domain/dates/partial-date.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { StoredOffice } from './person.model.js';

/** The kind of an office by its English title. */
export function officeKindOf(title: string | null): OfficeKind {
  if (title === null) return 'OTHER';
  if (title === 'Chief Smart City Officer') return 'CHIEF_SMART_CITY_OFFICER';
  return /^Mayor\b/.test(title) ? 'MAYOR' : 'OTHER';
}

/** Whether it is an office of a kind at a city that has not ended, wherever it is known from. */
export function isOpenOffice({ cityId, kind, to }: StoredOffice, city: string, wanted: OfficeKind): boolean {
  return cityId === city && kind === wanted && to === null;
}

/**
 * The offices of a person after those of a kind at a city have ended on a day.
 *
 * @param by the appointment with which they ended, null when the holder left
 */
export function withOfficesEnded(
  offices: readonly StoredOffice[],
  city: string,
  kind: OfficeKind,
  on: string,
  by: string | null,
): StoredOffice[] {
  return offices.map((office) => (isOpenOffice(office, city, kind) ? { ...office, to: on, endedBy: by } : office));
}

/** @throws RULE_VIOLATED (ALREADY_IN_OFFICE) */
export function checkNotInOffice(open: readonly StoredOffice[]): void {
  if (!open.some(({ appointed }) => appointed === true)) return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'This person holds the office already.', th: 'บุคคลนี้ดำรงตำแหน่งนี้อยู่แล้ว' },
    { argument: 'input.personId', rule: 'ALREADY_IN_OFFICE' },
  );
}

/** @throws RULE_VIOLATED (NOT_IN_OFFICE) */
export function checkInOffice(open: readonly StoredOffice[]): void {
  if (open.length > 0) return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'This person does not hold the office.', th: 'บุคคลนี้ไม่ได้ดำรงตำแหน่งนี้อยู่' },
    { argument: 'input.personId', rule: 'NOT_IN_OFFICE' },
  );
}

/**
 * Checks that a term does not begin before a running one: of partial dates the first days are held against each other,
 * for the running term ends on the day on which the new one begins.
 *
 * @throws RULE_VIOLATED (APPOINTED_BEFORE_PREDECESSOR)
 */
export function checkSuccession({ from: since }: StoredOffice, from: string): void {
  if (since === null || earliestDay(from) >= earliestDay(since)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The office is held since ${inWords(since).en}: nobody can follow before that, on ${inWords(from).en}.`,
      th: `มีผู้ดำรงตำแหน่งตั้งแต่ ${inWords(since).th} จึงแต่งตั้งผู้สืบตำแหน่งก่อนหน้านั้นในวันที่ ${inWords(from).th} ไม่ได้`,
    },
    { argument: 'input.from', rule: 'APPOINTED_BEFORE_PREDECESSOR' },
  );
}

/** @throws RULE_VIOLATED (LEFT_BEFORE_OFFICE) */
export function checkLeaving({ from: since }: StoredOffice, on: string): void {
  if (since === null || earliestDay(on) >= earliestDay(since)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The person holds the office since ${inWords(since).en}: it cannot have ended before that, on ${inWords(on).en}.`,
      th: `บุคคลนี้ดำรงตำแหน่งตั้งแต่ ${inWords(since).th} จึงบันทึกว่าพ้นตำแหน่งก่อนหน้านั้นในวันที่ ${inWords(on).th} ไม่ได้`,
    },
    { argument: 'input.on', rule: 'LEFT_BEFORE_OFFICE' },
  );
}

/**
 * Checks that nobody was appointed from the same day, unless the caller gives the version of the office and so has seen
 * it: of several who appoint at once, one does.
 *
 * @param version the version of the office
 * @throws CONFLICT
 */
export function checkFirstOfDay(open: readonly StoredOffice[], from: string, version: number): void {
  if (!open.some((office) => office.appointed === true && office.from !== null && areOneDay(office.from, from))) return;
  throw refusal(
    'CONFLICT',
    {
      en: `Someone was appointed from ${inWords(from).en} already: read who holds the office, and give its version ${version} to follow from the same day.`,
      th: `มีผู้ได้รับแต่งตั้งตั้งแต่ ${inWords(from).th} แล้ว โปรดอ่านข้อมูลผู้ดำรงตำแหน่ง และระบุเวอร์ชัน ${version} หากต้องการแต่งตั้งผู้สืบตำแหน่งในวันเดียวกัน`,
    },
    { argument: 'input.expectedVersion', version },
  );
}

function areOneDay(one: string, other: string): boolean {
  return earliestDay(one) === earliestDay(other);
}

/** Where the open office stands among those of a person to which the city appointed it here; -1 when there is none. */
export function appointedAt(offices: readonly StoredOffice[], city: string, kind: OfficeKind): number {
  return offices.findLastIndex((office) => office.appointed === true && isOpenOffice(office, city, kind));
}

/** @throws RULE_VIOLATED (NOT_APPOINTED) */
export function checkAppointed(at: number): void {
  if (at !== -1) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: 'This person does not hold the office by an appointment that was written here.',
      th: 'บุคคลนี้ไม่ได้ดำรงตำแหน่งตามการแต่งตั้งที่บันทึกไว้ที่นี่',
    },
    { argument: 'input.personId', rule: 'NOT_APPOINTED' },
  );
}
