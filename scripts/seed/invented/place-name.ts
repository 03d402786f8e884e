import type { LocalizedText } from '../../../subgraphs/domain/texts/localized-text.type.js';
import type { Random } from './random.js';

const FIRST = [
  ['Ban', 'บ้าน'],
  ['Bang', 'บาง'],
  ['Don', 'ดอน'],
  ['Huai', 'ห้วย'],
  ['Khlong', 'คลอง'],
  ['Khok', 'โคก'],
  ['Nong', 'หนอง'],
  ['Pak', 'ปาก'],
  ['Tha', 'ท่า'],
  ['Wang', 'วัง'],
] as const;
const SECOND = [
  ['Bua', 'บัว'],
  ['Daeng', 'แดง'],
  ['Kaeo', 'แก้ว'],
  ['Luang', 'หลวง'],
  ['Mai', 'ใหม่'],
  ['Noi', 'น้อย'],
  ['Phai', 'ไผ่'],
  ['Sai', 'ทราย'],
  ['Thong', 'ทอง'],
  ['Yai', 'ใหญ่'],
] as const;

/** A name as places in Thailand have it, told apart by a number. */
export function placeName(random: Random, index: number): LocalizedText {
  const [first, second] = [random.pick(FIRST), random.pick(SECOND)];
  return { en: `${first[0]} ${second[0]} ${index + 1}`, th: `${first[1]}${second[1]} ${index + 1}` };
}
