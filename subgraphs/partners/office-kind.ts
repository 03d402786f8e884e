import type { OfficeKind } from './vocabulary.js';

/** The kind of an office by its English title. */
export function officeKindOf(title: string | null): OfficeKind {
  if (title === null) return 'OTHER';
  if (title === 'Chief Smart City Officer') return 'CHIEF_SMART_CITY_OFFICER';
  return /^Mayor\b/.test(title) ? 'MAYOR' : 'OTHER';
}
