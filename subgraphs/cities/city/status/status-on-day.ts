import { isAtLeast, type Confidence } from '../../../domain/sources/confidence.js';
import { latestDay } from '../../../domain/dates/partial-date.js';
import type { StoredStatus } from '../city.model.js';
import { CityStatus } from '../../vocabulary/vocabulary.js';

const STEPS = Object.values(CityStatus);

/** How far a status is along the process. */
export function stepOf(status: CityStatus): number {
  return STEPS.indexOf(status);
}

/** The furthest entry of a history, the later of two that are equally far; null for an empty one. */
export function furthest(entries: readonly StoredStatus[]): StoredStatus | null {
  return entries.reduce<StoredStatus | null>(
    (best, entry) => (best === null || stepOf(entry.status) >= stepOf(best.status) ? entry : best),
    null,
  );
}

/**
 * The status on a day: the furthest entry whose whole interval lies on or before the day (or that was so
 * by then), supported at least as well as asked. Entries that claim a further step with less support are
 * given beside it.
 *
 * @param day `YYYY-MM-DD`
 */
export function statusOnDay(
  history: readonly StoredStatus[],
  day: string,
  minimum: Confidence,
): { entry: StoredStatus | null; disputedBy: StoredStatus[] } {
  const byThen = history.filter((entry) =>
    [entry.on, entry.notAfter].some((date) => date !== null && latestDay(date) <= day),
  );
  const entry = furthest(byThen.filter((candidate) => isAtLeast(candidate.confidence, minimum)));
  const disputedBy = byThen.filter(
    (other) => !isAtLeast(other.confidence, minimum) && (entry === null || stepOf(other.status) > stepOf(entry.status)),
  );
  return { entry, disputedBy };
}
