import { LRUCache } from 'lru-cache';

const HOUR = 3_600_000;
/** Days are texts of ten characters, which sort as days do. */
const LAST_DAY = '9999-12-31';
const [FIRST, LAST] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse(`${LAST_DAY}T00:00:00Z`)];

/**
 * The calendar day of a moment in a time zone, `YYYY-MM-DD`. The calendar ends with the year 9999: in zones ahead of UTC, a
 * moment of its last hours is counted to its last day.
 */
export function dayAt(moment: number | Date, timeZone: string): string {
  const { year, month, day } = partsAt(Number(moment), timeZone) as Record<'year' | 'month' | 'day', string>;
  return year.length > 4 ? LAST_DAY : `${year.padStart(4, '0')}-${month}-${day}`;
}

/** A day that lies some days later; none lies before the year 0 or after 9999. */
export function addDays(day: string, days: number): string {
  const moment = Date.parse(`${day}T00:00:00Z`) + days * 24 * HOUR;
  return new Date(Math.min(LAST, Math.max(FIRST, moment))).toISOString().slice(0, 10);
}

/** The first moment of a calendar day in a time zone: midnight, or later where the clocks jump over it. */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const guess = midnight - offsetAt(midnight, timeZone);
  for (const candidate of [guess, midnight - offsetAt(guess, timeZone)])
    if (dayAt(candidate, timeZone) >= day && dayAt(candidate - 1, timeZone) < day) return new Date(candidate);
  // No zone is more than 15 hours from UTC; between the two the day begins once.
  let [before, after] = [midnight - 15 * HOUR, midnight + 39 * HOUR];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayAt(middle, timeZone) >= day) after = middle;
    else before = middle;
  }
  return new Date(after);
}

/** Tells whether a text is the IANA name of a time zone, in capital or small letters. An offset such as +07:00 is none. */
export function isTimeZone(text: string): boolean {
  try {
    return /^[A-Za-z]/.test(text) && formatIn(text) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Kept because making one takes longer than using it a hundred times. Few are kept, because each takes about 27 kB and
 * clients choose the spelling: the letters of a name may be capital or small, which gives millions of texts for one zone.
 */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 50 });

/** @throws RangeError for a text that is no time zone */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

function partsAt(moment: number, timeZone: string): Record<string, string> {
  return Object.fromEntries(
    formatIn(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
}

/** Milliseconds that the clocks of a time zone are ahead of UTC. */
function offsetAt(moment: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = partsAt(moment, timeZone) as Record<
    'year' | 'month' | 'day' | 'hour' | 'minute' | 'second',
    string
  >;
  return (
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) -
    Math.floor(moment / 1000) * 1000
  );
}
