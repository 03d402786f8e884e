const SENTENCE = /\bRemoved after (\d{4}-\d{2}-\d{2})\b/i;

/**
 * Reads when something deprecated may be removed at the earliest: the day after the one that its reason names, such as in
 * `Use population. Removed after 2027-06-30.`
 *
 * @returns the named day, `YYYY-MM-DD`; undefined when the reason names none, or one that no calendar has
 */
export function readRemovalDate(deprecationReason: string | null | undefined): string | undefined {
  const day = namedDay(deprecationReason);
  return day !== undefined && isDay(day) ? day : undefined;
}

/** The day that a reason names although no calendar has it, such as `2027-02-30`; undefined when there is none. */
export function readWrongRemovalDate(deprecationReason: string | null | undefined): string | undefined {
  const day = namedDay(deprecationReason);
  return day === undefined || isDay(day) ? undefined : day;
}

function namedDay(deprecationReason: string | null | undefined): string | undefined {
  return SENTENCE.exec(deprecationReason ?? '')?.[1];
}

function isDay(day: string): boolean {
  const time = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
}
