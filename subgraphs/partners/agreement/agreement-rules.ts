import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { inWords } from '../../domain/dates/date-in-words.js';
import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import { refusal } from '../../runtime/errors/errors.js';
import { AgreementStatus, Barrier } from '../vocabulary/vocabulary.js';
import type { StoredAgreement } from './agreement.model.js';
import { mayFollow } from '../solution/deployment/stage-rules.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';

/** The statuses in which an agreement waits for its signing. */
const OPEN: readonly AgreementStatus[] = ['INTENDED', 'DRAFT', 'PROPOSED', 'ANNOUNCED', 'UNKNOWN'];

/** Whether an agreement with a status may be signed: only what was neither signed nor ended before. */
export function maySign(status: AgreementStatus): boolean {
  return OPEN.includes(status);
}

/** @throws RULE_VIOLATED (AGREEMENT_NOT_OPEN) */
export function checkOpen(status: AgreementStatus): void {
  if (maySign(status)) return;
  const label = labelsOf(AgreementStatus)[status]!;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The status of the agreement is “${label.en}”: it cannot be signed again.`,
      th: `ข้อตกลงมีสถานะ “${label.th}” จึงลงนามซ้ำไม่ได้`,
    },
    { argument: 'input.agreementId', rule: 'AGREEMENT_NOT_OPEN' },
  );
}

/**
 * Checks that one party may change an agreement: what is in force or has ended binds the others too.
 *
 * @throws RULE_VIOLATED (AGREEMENT_IN_FORCE)
 */
export function checkBeingSigned(status: AgreementStatus): void {
  if (maySign(status) || status === 'SIGNED') return;
  const label = labelsOf(AgreementStatus)[status]!;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The status of the agreement is “${label.en}”: one party alone cannot change it. Ask the network’s administrators.`,
      th: `ข้อตกลงมีสถานะ “${label.th}” คู่สัญญาฝ่ายเดียวจึงแก้ไขไม่ได้ โปรดติดต่อผู้ดูแลเครือข่าย`,
    },
    { argument: 'input.agreementId', rule: 'AGREEMENT_IN_FORCE' },
  );
}

/**
 * Checks that an agreement is not signed before it was made; a partial date may be any of its days.
 *
 * @throws RULE_VIOLATED (SIGNED_BEFORE_AGREEMENT)
 */
export function checkSigningDay(made: string | null, signed: string): void {
  if (mayFollow(made, signed)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The agreement is of ${inWords(made!).en}: it cannot have been signed on ${inWords(signed).en}.`,
      th: `ข้อตกลงนี้ลงวันที่ ${inWords(made!).th} จึงบันทึกว่าลงนามเมื่อ ${inWords(signed).th} ไม่ได้`,
    },
    { argument: 'input.on', rule: 'SIGNED_BEFORE_AGREEMENT' },
  );
}

/**
 * Checks that an agreement had not ended when it was signed.
 *
 * @throws RULE_VIOLATED (ENDED_BEFORE_SIGNED)
 */
export function checkNotEnded(argument: string, effectiveTo: string | null, signed: string): void {
  if (effectiveTo === null || latestDay(effectiveTo) >= earliestDay(signed)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The agreement ended on ${inWords(effectiveTo).en}: it cannot have been signed after that, on ${inWords(signed).en}.`,
      th: `ข้อตกลงสิ้นสุดเมื่อ ${inWords(effectiveTo).th} จึงบันทึกว่าลงนามหลังจากนั้นเมื่อ ${inWords(signed).th} ไม่ได้`,
    },
    { argument, rule: 'ENDED_BEFORE_SIGNED' },
  );
}

/** @throws RULE_VIOLATED (ENDS_BEFORE_IT_BEGINS) */
export function checkEffective(from: string | null, to: string | null, argument = 'input.terms.effectiveTo'): void {
  if (from === null || to === null || latestDay(to) >= earliestDay(from)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `An agreement cannot end on ${inWords(to).en} before it begins on ${inWords(from).en}.`,
      th: `ข้อตกลงสิ้นสุดวันที่ ${inWords(to).th} ก่อนวันเริ่มต้น ${inWords(from).th} ไม่ได้`,
    },
    { argument, rule: 'ENDS_BEFORE_IT_BEGINS' },
  );
}

/** @throws RULE_VIOLATED (BARRIER_ALREADY_REPORTED) */
export function checkNewBarrier(barriers: readonly Barrier[], barrier: Barrier): void {
  if (!barriers.includes(barrier)) return;
  const label = labelsOf(Barrier)[barrier]!;
  throw refusal(
    'RULE_VIOLATED',
    { en: `The barrier “${label.en}” is on file already.`, th: `มีข้อมูลอุปสรรค “${label.th}” อยู่แล้ว` },
    { argument: 'input.barrier', rule: 'BARRIER_ALREADY_REPORTED' },
  );
}

/** @throws RULE_VIOLATED (BARRIER_NOT_REPORTED) */
export function checkReportedBarrier(barriers: readonly Barrier[], barrier: Barrier): void {
  if (barriers.includes(barrier)) return;
  const label = labelsOf(Barrier)[barrier]!;
  throw refusal(
    'RULE_VIOLATED',
    { en: `The barrier “${label.en}” is not on file.`, th: `ไม่มีข้อมูลอุปสรรค “${label.th}”` },
    { argument: 'input.barrier', rule: 'BARRIER_NOT_REPORTED' },
  );
}

/**
 * Checks that an agreement can end on a day: it has not ended before, and was made by then.
 *
 * @throws RULE_VIOLATED (AGREEMENT_ENDED, ENDS_BEFORE_IT_BEGINS)
 */
export function checkEnding({ status, on, effectiveFrom }: Ending, day: string): void {
  if (status === 'ENDED' || status === 'COMPLETED') {
    const label = labelsOf(AgreementStatus)[status]!;
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The status of the agreement is “${label.en}”: it cannot end again.`,
        th: `ข้อตกลงมีสถานะ “${label.th}” แล้ว จึงสิ้นสุดซ้ำไม่ได้`,
      },
      { argument: 'input.agreementId', rule: 'AGREEMENT_ENDED' },
    );
  }
  for (const begun of [on, effectiveFrom]) checkEffective(begun, day, 'input.on');
}

type Ending = Pick<StoredAgreement, 'status' | 'on' | 'effectiveFrom'>;

/** A remark beside those made before, which stay. */
export function withRemark(before: LocalizedText | null, remark: LocalizedText | null): LocalizedText | null {
  if (before === null || remark === null) return remark ?? before;
  return { en: inLines(before.en, remark.en), th: inLines(before.th, remark.th) };
}

function inLines(...lines: Array<string | null>): string | null {
  const known = lines.filter((line) => line !== null);
  return known.length > 0 ? known.join('\n') : null;
}
