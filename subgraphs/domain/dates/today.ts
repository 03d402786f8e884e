import type { Clock } from '../../runtime/clock.js';
import { dayAt } from './calendar-day.js';

/** The time zone in which the network counts days, where nothing else is said. */
export const THAILAND = 'Asia/Bangkok';

/**
 * The day it is now, `YYYY-MM-DD`. Every read and write takes today from here.
 *
 * @param clock the request's, or the write itself: all that one write does is of one day
 * @param zone the IANA name of a time zone
 */
export function today(clock: Clock, zone: string): string {
  return clock.today?.(zone) ?? dayAt(clock.now(), zone);
}
