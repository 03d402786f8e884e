/** Thailand keeps one time the whole year. */
const AHEAD_MS = 7 * 60 * 60 * 1000;

/** A moment as a text of Thai local time, `2026-11-25T23:10:11.123`: it sorts with days and partial dates as text. */
export function thaiTimeOf(at: Date): string {
  return new Date(at.getTime() + AHEAD_MS).toISOString().slice(0, -1);
}

/** The moment of such a text; of a day, its first moment in Thailand. */
export function fromThaiTime(text: string): Date {
  return new Date(Date.parse(text.length === 10 ? `${text}T00:00:00.000Z` : `${text}Z`) - AHEAD_MS);
}

/** Tells whether a text is one that {@link thaiTimeOf} writes: a moment that exists, of the years 0000 to 9999. */
export function isThaiTime(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}T[\d:.]{12}$/.test(text) ? Date.parse(`${text}Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString() === `${text}Z`;
}
