import type { OfficeKind } from '../vocabulary/vocabulary.js';
import { earliestDay } from '../../domain/dates/partial-date.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { StoredOffice } from './person.model.js';

/** The kind of an office by its English title. */
export function officeKindOf(title: string | null): OfficeKind {
  if (title === null) return 'OTHER';
  if (title === 'Chief Smart City Officer') return 'CHIEF_SMART_CITY_OFFICER';
  return /^Mayor\b/.test(title) ? 'MAYOR' : 'OTHER';
}

/** The office that a client appointed someone to at a city and that has not ended. */
export function isInOffice({ appointed, cityId, kind, to }: StoredOffice, city: string): boolean {
  return appointed === true && cityId === city && kind === 'CHIEF_SMART_CITY_OFFICER' && to === null;
}

/** @throws RULE_VIOLATED (ALREADY_IN_OFFICE) */
export function checkNotInOffice(holderId: string | undefined, personId: string): void {
  if (holderId !== personId) return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'This person holds the office already.', th: 'บุคคลนี้ดำรงตำแหน่งนี้อยู่แล้ว' },
    { argument: 'input.personId', rule: 'ALREADY_IN_OFFICE' },
  );
}

/**
 * Checks that a term does not begin before the running one: of partial dates the first days are held against each other,
 * for the running term ends on the day on which the new one begins.
 *
 * @throws RULE_VIOLATED (APPOINTED_BEFORE_PREDECESSOR)
 */
export function checkSuccession(predecessorSince: string | null, from: string): void {
  if (predecessorSince === null || earliestDay(from) >= earliestDay(predecessorSince)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The office is held since ${predecessorSince}: nobody can follow before that, on ${from}.`,
      th: `มีผู้ดำรงตำแหน่งตั้งแต่ ${predecessorSince} จึงแต่งตั้งผู้สืบตำแหน่งก่อนหน้านั้นในวันที่ ${from} ไม่ได้`,
    },
    { argument: 'input.from', rule: 'APPOINTED_BEFORE_PREDECESSOR' },
  );
}
