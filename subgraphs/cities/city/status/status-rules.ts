import { checkNotInFuture } from '../../../domain/checks/check-date.js';
import { isAtLeast } from '../../../domain/sources/confidence.js';
import { labelsOf } from '../../../domain/vocabulary/define-enum.js';
import { earliestDay } from '../../../domain/dates/partial-date.js';
import { refusal } from '../../../runtime/errors/errors.js';
import type { StoredCity, StoredStatus } from '../city.model.js';
import type { StoredPlan } from '../../plan/plan.model.js';
import { furthest } from './status-on-day.js';
import { CityStatus } from '../../vocabulary/vocabulary.js';

/** Where each status may lead; null stands for a city that is not in the process. */
const NEXT: Readonly<Record<CityStatus | 'NONE', readonly CityStatus[]>> = {
  NONE: ['CANDIDATE'],
  CANDIDATE: ['PLAN_SUBMITTED'],
  PLAN_SUBMITTED: ['PROMOTION_ZONE'],
  PROMOTION_ZONE: ['PLAN_APPROVED'],
  PLAN_APPROVED: ['DESIGNATED'],
  DESIGNATED: ['RENEWED', 'REVOKED'],
  RENEWED: ['RENEWED', 'REVOKED'],
  REVOKED: [],
};

/** A step that somebody wants a city to take. */
export interface Step {
  status: CityStatus;
  /** A valid partial date, of which the first day counts. */
  on: string;
}

/** Where in the input the two stand, for refusals. */
const PATHS = { status: 'input.status', on: 'input.on' };

/**
 * Checks that a city can be in the process at all, which is that of the Thai agency.
 *
 * @throws RULE_VIOLATED (NOT_IN_THAILAND)
 */
export function checkInThailand({ countryCode }: Pick<StoredCity, 'countryCode'>): void {
  if (countryCode === 'TH') return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'The smart city process is for cities in Thailand only.', th: 'กระบวนการเมืองอัจฉริยะใช้กับเมืองในประเทศไทยเท่านั้น' },
    { argument: 'input.cityId', rule: 'NOT_IN_THAILAND' },
  );
}

/** The statuses a city may take next: after the one that is well supported, or after a disputed one further on. */
export function nextStatuses(history: readonly StoredStatus[]): CityStatus[] {
  const from = [furthest(history.filter(isSupported)), furthest(history)].map((entry) => entry?.status ?? 'NONE');
  return [...new Set(from.flatMap((status) => NEXT[status]))];
}

/**
 * Checks a step of the smart city process: only forward and one at a time, neither before the step behind it nor in the
 * future, and no approval of a plan without the environment.
 *
 * @param plan the city's plan, null when there is none
 * @param today `YYYY-MM-DD`
 * @param paths where the step stands in the input
 * @throws RULE_VIOLATED
 */
export function checkStep(
  history: readonly StoredStatus[],
  { status, on }: Step,
  plan: Pick<StoredPlan, 'dimensions'> | null,
  today: string,
  paths = PATHS,
): void {
  const allowed = nextStatuses(history);
  if (!allowed.includes(status))
    throw outOfOrder(furthest(history.filter(isSupported))?.status ?? null, status, allowed, paths.status);
  checkNotInFuture(paths.on, on, today);
  const earliest = earliestNextDay(history);
  if (earliest !== null && earliestDay(on) < earliest)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The status before it dates from ${earliest}, so this one cannot be of ${on}.`,
        th: `สถานะก่อนหน้าเริ่มเมื่อ ${earliest} จึงกำหนดสถานะนี้เป็นวันที่ ${on} ไม่ได้`,
      },
      { argument: paths.on, rule: 'DATE_BEFORE_PREVIOUS' },
    );
  if (status === 'PLAN_APPROVED') checkEnvironment(plan?.dimensions ?? [], paths.status);
}

/**
 * Checks what depa requires of every plan.
 *
 * @throws RULE_VIOLATED when the environment is not among its dimensions
 */
export function checkEnvironment(dimensions: StoredPlan['dimensions'], argument: string): void {
  if (dimensions.includes('ENVIRONMENT')) return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'Every smart city plan must cover ENVIRONMENT.', th: 'แผนเมืองอัจฉริยะทุกแผนต้องมีด้านสิ่งแวดล้อม (ENVIRONMENT)' },
    { argument, rule: 'ENVIRONMENT_REQUIRED' },
  );
}

function isSupported({ confidence }: StoredStatus): boolean {
  return isAtLeast(confidence, 'MEDIUM');
}

/** The first day that the steps taken so far leave open, null when none is dated. */
function earliestNextDay(history: readonly StoredStatus[]): string | null {
  const days = history.filter(isSupported).flatMap(({ on }) => (on === null ? [] : [earliestDay(on)]));
  return days.sort().at(-1) ?? null;
}

function outOfOrder(from: CityStatus | null, to: CityStatus, allowed: readonly CityStatus[], argument: string) {
  const labels = labelsOf(CityStatus);
  const quoted = (language: 'en' | 'th') => allowed.map((status) => `“${labels[status]![language]}”`);
  const next = { en: quoted('en').join(' or ') || 'nothing', th: quoted('th').join(' หรือ ') || 'ไม่มี' };
  return refusal(
    'RULE_VIOLATED',
    {
      en: `A city cannot go from ${from === null ? 'no status' : `“${labels[from]!.en}”`} to “${labels[to]!.en}”; next is ${next.en}.`,
      th: `เมืองไม่สามารถเปลี่ยนสถานะจาก “${from === null ? 'ยังไม่มีสถานะ' : labels[from]!.th}” เป็น “${labels[to]!.th}” ได้ ลำดับถัดไปคือ ${next.th}`,
    },
    { argument, rule: 'STATUS_ORDER', allowed },
  );
}
