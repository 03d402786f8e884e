import { addDays, dayAt, startOfDay } from '../../domain/dates/calendar-day.js';
import type { Clock } from '../clock.js';

/**
 * The clock of one operation, which tells until when its result holds: until the next day begins where only the day was
 * asked for, and no longer than now where the time was.
 */
export class OperationClock implements Clock {
  readonly #clock: Clock;
  readonly #holdsUntil: (moment: Date) => void;
  readonly #days = new Map<string, string>();

  constructor(clock: Clock, holdsUntil: (moment: Date) => void) {
    this.#clock = clock;
    this.#holdsUntil = holdsUntil;
  }

  now(): Date {
    const now = this.#clock.now();
    this.#holdsUntil(now);
    return now;
  }

  today(zone: string): string {
    let day = this.#days.get(zone);
    if (day === undefined) {
      this.#days.set(zone, (day = dayAt(this.#clock.now(), zone)));
      this.#holdsUntil(startOfDay(addDays(day, 1), zone));
    }
    return day;
  }
}
