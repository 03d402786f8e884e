import { dayAt } from './calendar-day.js';

/** The day in Thailand at a moment, `YYYY-MM-DD`: the network's days are Thai ones, which begin seven hours before those of UTC. */
export function thaiDay(at: Date): string {
  return dayAt(at, 'Asia/Bangkok');
}
