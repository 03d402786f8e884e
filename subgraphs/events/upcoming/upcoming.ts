import { addDays } from '../../domain/dates/calendar-day.js';
import { earliestDay, endedBy, latestDay } from '../../domain/dates/partial-date.js';
import { AFTER_ALL } from '../event/event.derived.js';
import { Certainty, type EventStatus } from '../vocabulary/vocabulary.js';

/** Days from the first to the last, both `YYYY-MM-DD` and both within. */
export interface Window {
  from: string;
  to: string;
}

/** Days that follow a day in its window. */
export const MAX_DAYS = 3_660;

/** The window of a day and the days that follow it. */
export function windowOf(from: string, days: number): Window {
  return { from, to: addDays(from, days) };
}

/** Events that are off for now: their date, if one is on file, does not hold. */
const OFF: readonly EventStatus[] = ['CANCELLED', 'POSTPONED'];
/** Without a date, only a word of the host makes an event one to come. */
const AHEAD: readonly EventStatus[] = ['ANNOUNCED', 'CONFIRMED'];

/**
 * How sure it is that an event that {@link upcomingFilter} found starts in a window. Events already held
 * count as well: the window may lie in the past.
 */
export function certaintyOf({ startsOn }: { startsOn: string | null }, { from, to }: Window): Certainty {
  if (startsOn === null) return 'UNDATED';
  return earliestDay(startsOn) >= from && latestDay(startsOn) <= to ? 'CERTAIN' : 'POSSIBLE';
}

/** The MongoDB filter of the events of a window, of some certainties when they are given. */
export function upcomingFilter(window: Window, certainties: readonly Certainty[] = Object.values(Certainty)): object {
  return { $or: [...new Set(certainties)].flatMap((certainty) => CONDITIONS[certainty](window)) };
}

/** For each certainty, what seeks in the index on the start. */
const CONDITIONS: Record<Certainty, (window: Window) => object[]> = {
  CERTAIN: ({ from, to }) => [
    { sortStart: { $gte: from, $lte: to }, latestStart: { $lte: to }, status: { $nin: [...OFF] } },
  ],
  POSSIBLE: ({ from, to }) => [
    { sortStart: { $in: startsOfSpans(from), $lt: from }, latestStart: { $gte: from }, status: { $nin: [...OFF] } },
    { sortStart: { $in: startsOfSpans(to), $lte: to }, latestStart: { $gt: to }, status: { $nin: [...OFF] } },
  ],
  UNDATED: ({ from }) => [{ sortStart: AFTER_ALL, announcedOn: endedBy(from), status: { $in: [...AHEAD] } }],
};

/** On which days a partial date begins that is open on a day: its year and its month do. */
function startsOfSpans(day: string): string[] {
  return [...new Set([`${day.slice(0, 4)}-01-01`, `${day.slice(0, 7)}-01`])];
}
