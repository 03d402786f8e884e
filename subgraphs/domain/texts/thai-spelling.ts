/** Tone marks and the signs of short and silent letters: often left out, doubled, or typed in another order. */
const MARKS = /[\u0e47-\u0e4c\u0e4e]/g;

/**
 * Loanwords that are written in several ways, without {@link MARKS}: the spelling of the Royal Society last. Each other
 * spelling is looked up as that one.
 */
const LOANWORDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/สมารท/g, 'สมารต'],
  [/สตาร[ทต]อั[พป]/g, 'สตารตอัป'],
  [/ดิจิตอล/g, 'ดิจิทัล'],
  [/อินเ[ทต]อรเน[ทต]/g, 'อินเทอรเนต'],
  [/แพลทฟอรม/g, 'แพลตฟอรม'],
  [/แอ[พป]พลิเคชัน/g, 'แอปพลิเคชัน'],
  [/โปรเจ(?:กท|คท|คต|ค)/g, 'โปรเจกต'],
  [/อีเวนท/g, 'อีเวนต'],
  [/เวิร[คก]ชอ[พป]/g, 'เวิรกชอป'],
  [/คอนเฟอเรน[สซ]/g, 'คอนเฟอเรนซ'],
  [/เซนเตอร/g, 'เซนเทอร'],
  [/อั[พป]เด[ทต]/g, 'อัปเดต'],
  [/บลอคเชน/g, 'บลอกเชน'],
];

/**
 * One spelling for the ways in which a Thai word is typed: two เ for แ, tone marks doubled, missing or out of order, and
 * loanwords in their several spellings. For searching only.
 *
 * @param text in the form NFKC
 */
export function oneThaiSpelling(text: string): string {
  let spelled = text.replaceAll('เเ', 'แ').replace(MARKS, '');
  for (const [spellings, chosen] of LOANWORDS) spelled = spelled.replace(spellings, chosen);
  return spelled;
}
