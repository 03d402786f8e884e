import { checkNotInFuture } from '../../domain/checks/check-date.js';
import { earliestDay } from '../../domain/dates/partial-date.js';
import { stateOf } from '../../domain/standing/standing.js';
import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { StoredStatus } from '../city/city.model.js';
import { stepOf } from '../city/status/status-on-day.js';
import { beforePrevious, checkFirstYear, isSupported } from '../city/status/status-rules.js';
import { CityStatus } from '../vocabulary/vocabulary.js';
import { checkFiledBy } from './plan-rules.js';
import type { StoredPlan } from './plan.model.js';

/**
 * Checks that a plan is still on file.
 *
 * @throws RULE_VIOLATED (PLAN_WITHDRAWN)
 */
export function checkNotWithdrawn(plan: StoredPlan): void {
  if (stateOf(plan) !== 'WITHDRAWN') return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'This plan was withdrawn: file it anew.', th: 'แผนนี้ถูกถอนแล้ว โปรดยื่นใหม่' },
    { argument: 'input.planId', rule: 'PLAN_WITHDRAWN' },
  );
}

/**
 * Checks the day to which the filing of a plan is corrected: from the candidacy to the approval.
 *
 * @param today `YYYY-MM-DD`
 * @throws RULE_VIOLATED
 */
export function checkCorrectedDay(
  history: readonly StoredStatus[],
  { process, submittedOn: before }: Pick<StoredPlan, 'process' | 'submittedOn'>,
  submittedOn: string,
  today: string,
): void {
  const argument = 'input.submittedOn';
  checkNotInFuture(argument, submittedOn, today);
  checkFirstYear(submittedOn, argument);
  const entries = entriesOf(history, process).filter(isSupported);
  const candidacy = entries.find(({ status }) => status === 'CANDIDATE')?.on ?? null;
  if (candidacy !== null && earliestDay(submittedOn) < earliestDay(candidacy))
    throw beforePrevious(candidacy, submittedOn, argument);
  // A plan that was filed anew in a promotion zone may be younger than it; the status that the first filing gave may not.
  const isFirst = entries.some(({ status, on }) => status === 'PLAN_SUBMITTED' && on === before);
  const bounds: readonly CityStatus[] = isFirst ? ['PROMOTION_ZONE', 'PLAN_APPROVED'] : ['PLAN_APPROVED'];
  for (const { status, on } of entries)
    if (on !== null && bounds.includes(status)) checkFiledBy({ status, on }, { submittedOn }, argument);
}

/** The history after the day of a filing was corrected: the status that the filing gave has the same day. */
export function withCorrectedDay(
  history: readonly StoredStatus[],
  { process, submittedOn }: Pick<StoredPlan, 'process' | 'submittedOn'>,
  on: string | null,
): StoredStatus[] {
  const given = entriesOf(history, process).find(({ status }) => status === 'PLAN_SUBMITTED');
  return history.map((entry) => (entry === given && entry.on === submittedOn ? { ...entry, on } : entry));
}

/**
 * The history without the status that a filing gave.
 *
 * @throws RULE_VIOLATED (PLAN_IN_USE) when a later status builds on the plan
 */
export function withoutPlanSubmitted(history: readonly StoredStatus[], process: number): StoredStatus[] {
  const entries = entriesOf(history, process);
  const later = entries.find((entry) => isSupported(entry) && stepOf(entry.status) > stepOf('PLAN_SUBMITTED'));
  if (later) {
    const { en, th } = labelsOf(CityStatus)[later.status]!;
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The status “${en}” builds on this plan: withdraw that first.`,
        th: `สถานะ “${th}” อ้างอิงแผนนี้ โปรดถอนสถานะนั้นก่อน`,
      },
      { argument: 'input.planId', rule: 'PLAN_IN_USE' },
    );
  }
  return history.filter((entry) => entry.status !== 'PLAN_SUBMITTED' || !entries.includes(entry));
}

/** The entries of one process of a city, with the REVOKED that ended it. */
function entriesOf(history: readonly StoredStatus[], process: number | null | undefined): StoredStatus[] {
  let number = 1;
  return history.filter((entry) => {
    const isIn = number === (process ?? 1);
    if (entry.status === 'REVOKED') number += 1;
    return isIn;
  });
}
