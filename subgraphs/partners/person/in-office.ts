import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import type { StoredOffice } from './person.model.js';

/**
 * Tells whether an office was held on a day, as far as its dates say; within a partial date it may have been.
 *
 * @param day `YYYY-MM-DD`
 * @returns null when it had not ended by then, and no date tells whether it had begun
 */
export function isInOffice(
  { from, to, asOf }: Pick<StoredOffice, 'from' | 'to' | 'asOf'>,
  day: string,
): boolean | null {
  if ((to !== null && latestDay(to) < day) || (from !== null && earliestDay(from) > day)) return false;
  return from !== null || (asOf !== null && earliestDay(asOf) <= day) ? true : null;
}

/** The MongoDB condition on an office that {@link isInOffice} is true of. */
export function inOffice(day: string): { $and: object[] } {
  return {
    $and: [
      { $or: [{ to: null }, { to: { $gte: day } }, { to: { $in: [day.slice(0, 4), day.slice(0, 7)] } }] },
      { $or: [{ from: { $gt: '', $lte: day } }, { from: null, asOf: { $gt: '', $lte: day } }] },
    ],
  };
}
