import { checkNotInFuture } from '../../domain/checks/check-date.js';
import { inWords } from '../../domain/dates/date-in-words.js';
import { earliestDay } from '../../domain/dates/partial-date.js';
import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { StoredDimension, StoredStatus } from '../city/city.model.js';
import { currentProcess, furthest, newStatusId } from '../city/status/status-on-day.js';
import { checkFirstYear, checkStep, isSupported } from '../city/status/status-rules.js';
import { CityStatus } from '../vocabulary/vocabulary.js';
import type { StoredPlan } from './plan.model.js';

/** The steps that are about a plan. */
const STEPS_OF_PLAN: readonly CityStatus[] = ['PLAN_SUBMITTED', 'PROMOTION_ZONE', 'PLAN_APPROVED'];
/** While a city has one of these statuses, it may file its plan anew. */
const OPEN: readonly CityStatus[] = ['PLAN_SUBMITTED', 'PROMOTION_ZONE'];

/**
 * Checks a step of the process against the plan that it is about: there is one, it was filed by then, and it covers what
 * depa requires before it is approved.
 *
 * @param plan the plan of the process that the city is in, null when there is none
 * @throws RULE_VIOLATED
 */
export function checkStepOfPlan(
  { status, on }: { status: CityStatus; on: string },
  plan: Pick<StoredPlan, 'dimensions' | 'submittedOn'> | null,
): void {
  if (!STEPS_OF_PLAN.includes(status)) return;
  const label = labelsOf(CityStatus)[status]!;
  if (!plan)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The city has filed no plan, so it cannot become “${label.en}”.`,
        th: `เมืองนี้ยังไม่ได้ยื่นแผน จึงเปลี่ยนสถานะเป็น “${label.th}” ไม่ได้`,
      },
      { argument: 'input.status', rule: 'PLAN_REQUIRED' },
    );
  checkFiledBy({ status, on }, plan);
  if (status === 'PLAN_APPROVED') checkEnvironment(plan.dimensions, 'input.status');
}

/**
 * Checks that a plan was filed by the day of a step.
 *
 * @throws RULE_VIOLATED (DATE_BEFORE_PLAN)
 */
export function checkFiledBy(
  { status, on }: { status: CityStatus; on: string },
  { submittedOn }: Pick<StoredPlan, 'submittedOn'>,
  argument = 'input.on',
): void {
  if (submittedOn === null || earliestDay(on) >= earliestDay(submittedOn)) return;
  const { en, th } = labelsOf(CityStatus)[status]!;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The plan was filed on ${inWords(submittedOn).en}, so “${en}” cannot be of ${inWords(on).en}.`,
      th: `แผนยื่นเมื่อ ${inWords(submittedOn).th} จึงกำหนดสถานะ “${th}” เป็นวันที่ ${inWords(on).th} ไม่ได้`,
    },
    { argument, rule: 'DATE_BEFORE_PLAN' },
  );
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
    { en: 'Every smart city plan must cover “Smart environment”.', th: 'แผนเมืองอัจฉริยะทุกแผนต้องมีด้าน “สิ่งแวดล้อมอัจฉริยะ”' },
    { argument, rule: 'ENVIRONMENT_REQUIRED' },
  );
}

/** What a filing says. */
export type Filing = Pick<StoredPlan, 'title' | 'kind' | 'dimensions'> & { submittedOn: string };

/**
 * Checks that a city may file a plan now, and that the day agrees with its process: neither in the future, nor before the
 * candidacy, nor before the filing that it takes the place of.
 *
 * @param onFile the plan of the process that the city is in, null when there is none
 * @param today `YYYY-MM-DD`
 * @throws RULE_VIOLATED
 */
export function checkFiling(
  history: readonly StoredStatus[],
  onFile: Pick<StoredPlan, 'submittedOn'> | null,
  submittedOn: string,
  today: string,
): void {
  const status = furthest(history)?.status ?? null;
  if (status !== null && ['PLAN_APPROVED', 'DESIGNATED', 'RENEWED'].includes(status))
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The plan is approved: a city whose status is “${labelsOf(CityStatus)[status]!.en}” cannot file it anew.`,
        th: 'แผนนี้ได้รับความเห็นชอบแล้ว จึงยื่นใหม่ไม่ได้',
      },
      { argument: 'input.cityId', rule: 'PLAN_ALREADY_APPROVED' },
    );
  if (status === null || !OPEN.includes(status))
    return checkStep(history, { status: 'PLAN_SUBMITTED', on: submittedOn }, today, {
      status: 'input.cityId',
      on: 'input.submittedOn',
    });
  checkNotInFuture('input.submittedOn', submittedOn, today);
  checkFirstYear(submittedOn, 'input.submittedOn');
  const steps = currentProcess(history)
    .filter(isSupported)
    .filter((entry) => entry.status === 'CANDIDATE' || entry.status === 'PLAN_SUBMITTED');
  const earlier = [...steps.map(({ on }) => on), onFile?.submittedOn ?? null]
    .flatMap((on) => (on === null ? [] : [earliestDay(on)]))
    .sort()
    .at(-1);
  if (earlier !== undefined && earliestDay(submittedOn) < earlier)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The candidacy or the former filing dates from ${inWords(earlier).en}, so the plan cannot have been filed on ${inWords(submittedOn).en}.`,
        th: `การได้รับการเสนอชื่อหรือการยื่นแผนครั้งก่อนเริ่มเมื่อ ${inWords(earlier).th} จึงยื่นแผนในวันที่ ${inWords(submittedOn).th} ไม่ได้`,
      },
      { argument: 'input.submittedOn', rule: 'DATE_BEFORE_PREVIOUS' },
    );
}

/**
 * Checks that a filing says something that the plan on file does not. The day alone makes no other plan.
 *
 * @param source the id of a source that the city names beside its own word, null for its word alone
 * @throws RULE_VIOLATED (PLAN_ON_FILE)
 */
export function checkNewContent(onFile: StoredPlan | null, { title, kind, dimensions }: Filing, source: string | null) {
  if (
    !onFile ||
    onFile.title.en !== title.en ||
    onFile.title.th !== title.th ||
    onFile.kind !== kind ||
    [...onFile.dimensions].sort().join() !== [...dimensions].sort().join() ||
    (source !== null && source !== onFile.source)
  )
    return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'The same plan is on file already.', th: 'แผนเดียวกันนี้อยู่ในระบบแล้ว' },
    { argument: 'input.title', rule: 'PLAN_ON_FILE' },
  );
}

/** The history after a filing: a candidate becomes PLAN_SUBMITTED, any other status stays. */
export function withPlanSubmitted(history: readonly StoredStatus[], on: string, source: string): StoredStatus[] {
  const status = furthest(history)?.status ?? null;
  if (status !== null && OPEN.includes(status)) return [...history];
  return [
    ...history,
    {
      id: newStatusId(),
      status: 'PLAN_SUBMITTED',
      on,
      notAfter: null,
      body: 'depa',
      source,
      confidence: 'MEDIUM',
      conflictGroup: null,
      note: null,
    },
  ];
}

/**
 * The dimensions of a city after a filing: those known from elsewhere, and those of the plan beside them, in the place of
 * what any plan said before.
 */
export function withDimensionsOfPlan(
  onFile: readonly StoredDimension[],
  { planId, dimensions, source }: { planId: string; dimensions: StoredPlan['dimensions']; source: string },
): StoredDimension[] {
  const others = onFile.filter((fact) => fact.planId == null);
  const known = new Set(others.map(({ dimension }) => dimension));
  return [
    ...others,
    ...dimensions
      .filter((dimension) => !known.has(dimension))
      .map((dimension) => ({ dimension, planId, source, confidence: 'MEDIUM' as const })),
  ];
}
