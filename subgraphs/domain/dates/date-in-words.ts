import { calendarLabel } from './calendar-label.js';
import { earliestDay, precisionOf } from './partial-date.js';

/**
 * A date as people write it in a sentence: "20 January 2020", "20 มกราคม 2563", in the Thai text by the Buddhist year.
 *
 * @param date `YYYY`, `YYYY-MM` or `YYYY-MM-DD`
 */
export function inWords(date: string): { en: string; th: string } {
  return calendarLabel(precisionOf(date), earliestDay(date));
}
