import { latestDay } from '../facts/partial-date.js';
import type { StoredMembership } from './city.model.js';

/**
 * Tells whether a membership held on a day: the whole of its joining lies on or before it, and its leaving after it.
 *
 * @param day `YYYY-MM-DD`
 */
export function isMemberOn({ joinedOn, leftOn }: Pick<StoredMembership, 'joinedOn' | 'leftOn'>, day: string): boolean {
  return joinedOn !== null && latestDay(joinedOn) <= day && (leftOn == null || leftOn > day);
}
