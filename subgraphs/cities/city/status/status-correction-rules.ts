import { checkNotInFuture } from '../../../domain/checks/check-date.js';
import { inWords } from '../../../domain/dates/date-in-words.js';
import { earliestDay, latestDay } from '../../../domain/dates/partial-date.js';
import { labelsOf } from '../../../domain/vocabulary/define-enum.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { checkFiledBy, checkStepOfPlan } from '../../plan/plan-rules.js';
import type { StoredPlan } from '../../plan/plan.model.js';
import { CityStatus } from '../../vocabulary/vocabulary.js';
import type { StoredStatus } from '../city.model.js';
import { stepOf } from './status-on-day.js';
import {
  beforePrevious,
  checkFirstYear,
  checkRevocation,
  isSupported,
  nextStatuses,
  outOfOrder,
  statusOnFile,
} from './status-rules.js';

/** The statuses that build on a designation. */
const AFTER_DESIGNATION: readonly CityStatus[] = ['RENEWED', 'REVOKED'];
const DESIGNATED: readonly (CityStatus | undefined)[] = ['DESIGNATED', 'RENEWED'];

/**
 * Checks an entry that was corrected among the entries around it: the order of the process and its days still rise, and it
 * agrees with the plan. What a correction does not touch is left as the sources say it.
 *
 * @param history with the corrected entry in its place
 * @param plan the plan of the process that the entry is of, null when there is none
 * @param today `YYYY-MM-DD`
 * @throws RULE_VIOLATED
 */
export function checkCorrection(
  history: readonly StoredStatus[],
  before: StoredStatus,
  plan: Pick<StoredPlan, 'dimensions' | 'submittedOn'> | null,
  input: { why?: string | null; source?: object | null },
  today: string,
): void {
  const index = history.findIndex(({ id }) => id === before.id);
  const entry = history[index]!;
  const { status, on } = entry;
  if (on !== null) {
    checkNotInFuture('input.on', on, today);
    checkFirstYear(on, 'input.on');
  }
  if (status !== before.status) {
    const earlier = history.slice(0, index);
    checkAround(earlier, entry, 'input.status');
    const allowed = nextStatuses(earlier);
    // Back to any step, but forward one at a time, as `advanceCityStatus` goes.
    if (stepOf(status) > stepOf(before.status) && !allowed.includes(status))
      throw outOfOrder(earlier.findLast(isSupported)?.status ?? null, status, allowed, 'input.status');
    checkStepOfPlan({ status, on: on ?? today }, plan);
    if (status === 'REVOKED') checkRevocation(input);
  } else if (status === 'PLAN_APPROVED' && on !== null && plan) checkFiledBy({ status, on }, plan);
  const following = history.slice(index + 1).find(isSupported);
  if (following) checkAround(history.slice(0, index + 1), following, 'input.status');
  if (on !== before.on) checkDays(history, index);
}

/**
 * Checks that what is left of a history without one entry is still in order.
 *
 * @throws RULE_VIOLATED (STATUS_ORDER)
 */
export function checkWithout(history: readonly StoredStatus[], entryId: string): StoredStatus[] {
  const index = history.findIndex(({ id }) => id === entryId);
  const left = history.filter(({ id }) => id !== entryId);
  const following = left.slice(index).find(isSupported);
  if (following) checkAround(left.slice(0, index), following, 'input.entryId');
  return left;
}

function checkAround(earlier: readonly StoredStatus[], entry: StoredStatus, argument: string): void {
  const previous = earlier.findLast(isSupported)?.status;
  const isInOrder = AFTER_DESIGNATION.includes(entry.status)
    ? DESIGNATED.includes(previous)
    : previous === undefined || previous === 'REVOKED'
      ? previous === undefined || entry.status === 'CANDIDATE'
      : stepOf(entry.status) > stepOf(previous);
  if (isInOrder) return;
  const labels = labelsOf(CityStatus);
  const [en, th] = previous === undefined ? ['no status', 'ยังไม่มีสถานะ'] : [labels[previous]!.en, labels[previous]!.th];
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `Then “${labels[entry.status]!.en}” would follow “${en}”: correct what builds on it first.`,
      th: `หากแก้ไขเช่นนี้ สถานะ “${labels[entry.status]!.th}” จะต่อจาก “${th}” โปรดแก้ไขสถานะที่ตามมาก่อน`,
    },
    { argument, rule: 'STATUS_ORDER' },
  );
}

function checkDays(history: readonly StoredStatus[], index: number): void {
  const { status, on } = history[index]!;
  if (on === null) return;
  const dated = (entry: StoredStatus) => isSupported(entry) && entry.on !== null;
  const previous = history.slice(0, index).findLast(dated);
  const following = history.slice(index + 1).find(dated);
  if (previous && earliestDay(on) < earliestDay(previous.on!)) throw beforePrevious(previous.on!, on, 'input.on');
  if (following && earliestDay(on) > earliestDay(following.on!))
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The status after it dates from ${inWords(earliestDay(following.on!)).en}, so this one cannot be of ${inWords(on).en}.`,
        th: `สถานะถัดไปเริ่มเมื่อ ${inWords(earliestDay(following.on!)).th} จึงกำหนดสถานะนี้เป็นวันที่ ${inWords(on).th} ไม่ได้`,
      },
      { argument: 'input.on', rule: 'DATE_AFTER_NEXT' },
    );
  for (const other of [previous, following])
    if (other?.status === status && earliestDay(on) <= latestDay(other.on!) && earliestDay(other.on!) <= latestDay(on))
      throw statusOnFile(status, other.on!, 'input.on');
}
