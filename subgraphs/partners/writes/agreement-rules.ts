import { earliestDay, latestDay } from '../../facts/partial-date.js';
import { refusal } from '../../runtime/errors.js';
import type { AgreementStatus, Barrier } from '../vocabulary.js';

/** The statuses in which an agreement waits for its signing. */
const OPEN: readonly AgreementStatus[] = ['INTENDED', 'DRAFT', 'PROPOSED', 'ANNOUNCED', 'UNKNOWN'];

/** Whether an agreement with a status may be signed: only what was neither signed nor ended before. */
export function maySign(status: AgreementStatus): boolean {
  return OPEN.includes(status);
}

/** @throws RULE_VIOLATED (AGREEMENT_NOT_OPEN) */
export function checkOpen(status: AgreementStatus): void {
  if (maySign(status)) return;
  throw refusal('RULE_VIOLATED', { en: `The agreement is ${status}: it cannot be signed again.`, th: `ข้อตกลงมีสถานะ ${status} แล้ว จึงลงนามซ้ำไม่ได้` }, { argument: 'input.agreementId', rule: 'AGREEMENT_NOT_OPEN' });
}

/** @throws RULE_VIOLATED (ENDS_BEFORE_IT_BEGINS) */
export function checkEffective(from: string | null, to: string | null): void {
  if (from === null || to === null || latestDay(to) >= earliestDay(from)) return;
  throw refusal('RULE_VIOLATED', { en: `An agreement cannot end on ${to} before it begins on ${from}.`, th: `ข้อตกลงสิ้นสุดวันที่ ${to} ก่อนวันเริ่มต้น ${from} ไม่ได้` }, { argument: 'input.terms.effectiveTo', rule: 'ENDS_BEFORE_IT_BEGINS' });
}

/** @throws RULE_VIOLATED (BARRIER_ALREADY_REPORTED) */
export function checkNewBarrier(barriers: readonly Barrier[], barrier: Barrier): void {
  if (!barriers.includes(barrier)) return;
  throw refusal('RULE_VIOLATED', { en: `The barrier ${barrier} is on file already.`, th: `มีข้อมูลอุปสรรค ${barrier} อยู่แล้ว` }, { argument: 'input.barrier', rule: 'BARRIER_ALREADY_REPORTED' });
}

/** A remark beside those made before, which stay. */
export function withRemark(before: string | null, remark: string | null): string | null {
  return before === null || remark === null ? (remark ?? before) : `${before}\n${remark}`;
}
