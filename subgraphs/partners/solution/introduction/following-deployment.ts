import { earliestDay, latestDay, precisionOf } from '../../../domain/dates/partial-date.js';
import type { StoredDeployment, StoredIntroduction } from '../solution.model.js';

/**
 * The deployment that followed an introduction: that of the solution in the city to which it was brought, unless all that
 * is dated of it lies before the introduction.
 */
export function followingDeployment(
  { toCityId, on }: Pick<StoredIntroduction, 'toCityId' | 'on'>,
  deployments: readonly StoredDeployment[],
): StoredDeployment | null {
  const found = deployments.find(({ cityId }) => cityId === toCityId);
  if (!found) return null;
  const dates = datesOf(found);
  const isBefore = on !== null && dates.length > 0 && dates.every((date) => latestDay(date) < earliestDay(on));
  return isBefore ? null : found;
}

/**
 * Whole calendar months from an introduction to the first dated stage of a deployment that is not before it; null where
 * one of them is not known to the month.
 */
export function monthsBetween({ on }: Pick<StoredIntroduction, 'on'>, deployment: StoredDeployment): number | null {
  if (on === null || precisionOf(on) === 'YEAR') return null;
  const [first] = datesOf(deployment)
    .filter((date) => latestDay(date) >= earliestDay(on))
    .sort();
  return first === undefined || precisionOf(first) === 'YEAR' ? null : Math.max(0, monthOf(first) - monthOf(on));
}

function datesOf({ history }: StoredDeployment): string[] {
  return history.flatMap(({ on }) => on ?? []);
}

function monthOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
}
