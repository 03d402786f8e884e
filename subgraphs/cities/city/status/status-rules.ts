import { checkNotInFuture } from '../../../domain/checks/check-date.js';
import { inWords } from '../../../domain/dates/date-in-words.js';
import { isAtLeast } from '../../../domain/sources/confidence.js';
import { labelsOf } from '../../../domain/vocabulary/define-enum.js';
import { earliestDay, latestDay } from '../../../domain/dates/partial-date.js';
import { refusal } from '../../../runtime/errors/errors.js';
import type { StoredCity, StoredStatus } from '../city.model.js';
import { furthest } from './status-on-day.js';
import { CityStatus } from '../../vocabulary/vocabulary.js';

/** Where each status may lead; null stands for a city that is not in the process. A revoked city may apply again. */
const NEXT: Readonly<Record<CityStatus | 'NONE', readonly CityStatus[]>> = {
  NONE: ['CANDIDATE'],
  CANDIDATE: ['PLAN_SUBMITTED'],
  PLAN_SUBMITTED: ['PROMOTION_ZONE'],
  PROMOTION_ZONE: ['PLAN_APPROVED'],
  PLAN_APPROVED: ['DESIGNATED'],
  DESIGNATED: ['RENEWED', 'REVOKED'],
  RENEWED: ['RENEWED', 'REVOKED'],
  REVOKED: ['CANDIDATE'],
};

/** The first year of the process: depa, which runs it, was founded by an act of that year (B.E. 2560). */
const FIRST_YEAR = '2017';

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
 * future, and no renewal that is on file already.
 *
 * @param today `YYYY-MM-DD`
 * @param paths where the step stands in the input
 * @throws RULE_VIOLATED
 */
export function checkStep(history: readonly StoredStatus[], { status, on }: Step, today: string, paths = PATHS): void {
  const allowed = nextStatuses(history);
  if (!allowed.includes(status))
    throw outOfOrder(furthest(history.filter(isSupported))?.status ?? null, status, allowed, paths.status);
  checkNotInFuture(paths.on, on, today);
  const last = lastDated(history);
  if (last !== null && earliestDay(on) < earliestDay(last.on)) throw beforePrevious(last.on, on, paths.on);
  checkFirstYear(on, paths.on);
  if (last !== null && last.status === status && earliestDay(on) <= latestDay(last.on))
    throw statusOnFile(status, last.on, paths.on);
}

/** The refusal of a status that is on file for a day already. */
export function statusOnFile(status: CityStatus, on: string, argument: string) {
  const { en, th } = labelsOf(CityStatus)[status]!;
  return refusal(
    'RULE_VIOLATED',
    {
      en: `“${en}” is on file for ${inWords(on).en} already.`,
      th: `มีสถานะ “${th}” ของวันที่ ${inWords(on).th} ในระบบอยู่แล้ว`,
    },
    { argument, rule: 'STATUS_ON_FILE' },
  );
}

/**
 * Checks that a day of the process is not older than the process itself.
 *
 * @throws RULE_VIOLATED (DATE_BEFORE_PROCESS)
 */
export function checkFirstYear(on: string, argument: string): void {
  if (on.slice(0, FIRST_YEAR.length) >= FIRST_YEAR) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The smart city process began in ${FIRST_YEAR}, so nothing in it can be of ${inWords(on).en}.`,
      th: `กระบวนการเมืองอัจฉริยะเริ่มในปี ${inWords(FIRST_YEAR).th} จึงกำหนดเป็นวันที่ ${inWords(on).th} ไม่ได้`,
    },
    { argument, rule: 'DATE_BEFORE_PROCESS' },
  );
}

/**
 * Checks that a revocation says why and where the decision can be read.
 *
 * @throws RULE_VIOLATED (REASON_REQUIRED, SOURCE_REQUIRED)
 */
export function checkRevocation({ why, source }: { why?: string | null; source?: object | null }): void {
  if (why == null || why.trim() === '')
    throw refusal(
      'RULE_VIOLATED',
      { en: 'A city is revoked for a reason: say why.', th: 'การเพิกถอนต้องระบุเหตุผล' },
      { argument: 'input.why', rule: 'REASON_REQUIRED' },
    );
  if (source == null)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: 'Name a source in which the revocation can be read.',
        th: 'การเพิกถอนต้องระบุแหล่งข้อมูลที่อ่านคำวินิจฉัยได้',
      },
      { argument: 'input.source', rule: 'SOURCE_REQUIRED' },
    );
}

/** The refusal of a day that lies before that of the step behind it. */
export function beforePrevious(previous: string, on: string, argument: string) {
  return refusal(
    'RULE_VIOLATED',
    {
      en: `The status before it dates from ${inWords(earliestDay(previous)).en}, so this one cannot be of ${inWords(on).en}.`,
      th: `สถานะก่อนหน้าเริ่มเมื่อ ${inWords(earliestDay(previous)).th} จึงกำหนดสถานะนี้เป็นวันที่ ${inWords(on).th} ไม่ได้`,
    },
    { argument, rule: 'DATE_BEFORE_PREVIOUS' },
  );
}

/** Tells whether an entry is supported well enough for the rules to count it. */
export function isSupported({ confidence }: StoredStatus): boolean {
  return isAtLeast(confidence, 'MEDIUM');
}

/** The supported entry with the latest first day, null when none is dated. */
function lastDated(history: readonly StoredStatus[]): (StoredStatus & { on: string }) | null {
  const dated = history
    .filter(isSupported)
    .filter((entry): entry is StoredStatus & { on: string } => entry.on !== null);
  return dated.reduce<(StoredStatus & { on: string }) | null>(
    (last, entry) => (last === null || earliestDay(entry.on) >= earliestDay(last.on) ? entry : last),
    null,
  );
}

/** The refusal of a status that the process does not allow next. */
export function outOfOrder(from: CityStatus | null, to: CityStatus, allowed: readonly CityStatus[], argument: string) {
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
