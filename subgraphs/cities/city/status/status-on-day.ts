import { randomUUID } from 'node:crypto';
import { isAtLeast, type Confidence } from '../../../domain/sources/confidence.js';
import { latestDay } from '../../../domain/dates/partial-date.js';
import type { StoredStatus } from '../city.model.js';
import { CityStatus } from '../../vocabulary/vocabulary.js';

/** Said wherever a client chooses which entries count, so that `statusOn`, `furthestStatus` and `reached` mean the same. */
export const MIN_CONFIDENCE =
  'How well an entry of the status history must be supported to count. `statusOn`, `furthestStatus`, `reached` and `cityStatusStats` agree when they are asked with the same: by itself `statusOn` counts MEDIUM and HIGH, because it shows what is weaker as `disputedBy`, and the others count every entry (LOW). Entries without any date count where no day is asked for. An entry of which only a day or year is known by which it was so (`notAfter`) counts from the end of that on: of the year 2026 from 31 December 2026. So `furthestStatus` may already show what `statusOn` today does not.';

const STEPS = Object.values(CityStatus);

/** The id of a new entry. */
export function newStatusId(): string {
  return `status-${randomUUID()}`;
}

/** How far a status is along the process. */
export function stepOf(status: CityStatus): number {
  return STEPS.indexOf(status);
}

/**
 * The entries of the process that a city is in: those after the last REVOKED. A city that was revoked may apply again,
 * which begins a new process; the entries of the former one stay before it.
 */
export function currentProcess<E extends Pick<StoredStatus, 'status'>>(history: readonly E[]): E[] {
  return history.slice(history.findLastIndex(({ status }) => status === 'REVOKED') + 1);
}

/** The number of the process that a city is in, or may begin: 1, and one more after each REVOKED. */
export function processNumber(history: ReadonlyArray<Pick<StoredStatus, 'status'>>): number {
  return history.filter(({ status }) => status === 'REVOKED').length + 1;
}

/**
 * The furthest entry of the process that a city is in, the later of two that are equally far; the last REVOKED when no
 * new process has begun, null for an empty history.
 */
export function furthest(entries: readonly StoredStatus[]): StoredStatus | null {
  const [first, ...rest] = currentProcess(entries);
  if (!first) return entries.at(-1) ?? null;
  return rest.reduce((best, entry) => (stepOf(entry.status) >= stepOf(best.status) ? entry : best), first);
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
  const disputedBy = currentProcess(byThen).filter(
    (other) => !isAtLeast(other.confidence, minimum) && (entry === null || stepOf(other.status) > stepOf(entry.status)),
  );
  return { entry, disputedBy };
}
