import type { Sentence } from '../../subgraphs/protocol/language.js';
import type { Limits } from './limits.js';

/** What is limited, for people. */
const NAMES: Record<keyof Limits, { en: string; th: string }> = {
  tokens: { en: 'words and signs', th: 'จำนวนคำและเครื่องหมาย' },
  depth: { en: 'levels of fields', th: 'ระดับความลึกของฟิลด์' },
  fields: { en: 'fields, fragments counted each time they are spread', th: 'จำนวนฟิลด์ นับแฟรกเมนต์ทุกครั้งที่ใช้' },
  aliases: { en: 'aliases', th: 'จำนวนชื่อแทน' },
  rootFields: { en: 'fields at the top', th: 'จำนวนฟิลด์ชั้นบนสุด' },
  directives: { en: 'directives', th: 'จำนวนไดเรกทีฟ' },
  nodes: {
    en: 'elements in the lists of its answer, as its arguments tell them',
    th: 'จำนวนรายการในผลลัพธ์ตามที่อาร์กิวเมนต์ระบุ',
  },
};

/** What is said of a query that is larger than a limit. */
export function tooLarge(name: keyof Limits, limit: number): Sentence {
  return {
    en: `The query is too large: it may have at most ${limit} ${NAMES[name].en}.`,
    th: `คำสั่งค้นใหญ่เกินไป: ${NAMES[name].th} ต้องไม่เกิน ${limit}`,
  };
}
