import type { Sentence } from '../../protocol/language.js';
import { refusal, type Refusal } from '../errors/errors.js';

const DONE_BEFORE: Sentence = {
  en: 'This was done before under the same key; sending it again changes nothing.',
  th: 'รายการนี้ดำเนินการแล้วด้วยคีย์เดียวกัน การส่งอีกครั้งจะไม่เปลี่ยนแปลงสิ่งใด',
};
const ALL_HOLD: Sentence = {
  en: 'All rules hold; nothing was written, as you asked.',
  th: 'ผ่านทุกกฎ และยังไม่ได้บันทึกสิ่งใด ตามที่ท่านขอ',
};

/**
 * The error that ends a write that was only tried, and with it its transaction. A record that was not made cannot be
 * read, so a dry run has no result.
 *
 * @param isDone whether the same write was done before under its key, so that sending it does nothing
 */
export function dryRunEnded(isDone: boolean): Refusal {
  return refusal('DRY_RUN', isDone ? DONE_BEFORE : ALL_HOLD, { isDone });
}
