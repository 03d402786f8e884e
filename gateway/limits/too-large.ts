import type { Sentence } from '../../subgraphs/protocol/language.js';
import type { Limits } from './limits.js';
import type { CostLocation } from './operation-cost.js';

/** Names of the limited quantities, for messages. */
const NAMES: Record<keyof Limits, { en: string; th: string }> = {
  tokens: { en: 'words and signs', th: 'จำนวนคำและเครื่องหมาย' },
  depth: { en: 'levels of fields', th: 'ระดับความลึกของฟิลด์' },
  fields: { en: 'fields, fragments counted each time they are spread', th: 'จำนวนฟิลด์ นับแฟรกเมนต์ทุกครั้งที่ใช้' },
  aliases: { en: 'aliases', th: 'จำนวนชื่อแทน' },
  rootFields: { en: 'fields at the top', th: 'จำนวนฟิลด์ชั้นบนสุด' },
  directives: { en: 'directives', th: 'จำนวนไดเรกทีฟ' },
  nodes: { en: 'objects in its result, as the sizes of its lists tell', th: 'จำนวนรายการในผลลัพธ์ตามขนาดของรายการย่อย' },
};

/** The message for a document that is larger than a limit. */
export function tooLarge(name: keyof Limits, limit: number): Sentence {
  return {
    en: `The query is too large: it may have at most ${limit} ${NAMES[name].en}.`,
    th: `คำสั่งค้นใหญ่เกินไป: ${NAMES[name].th} ต้องไม่เกิน ${limit}`,
  };
}

/**
 * The message for an operation whose estimated cost is above the limit.
 *
 * @param location where most of the cost is
 */
export function tooExpensive(cost: number, limit: number, location: CostLocation | undefined): Sentence {
  const { path, coordinate, size } = location ?? {};
  return {
    en: `The query is too large: it costs about ${cost}, and the limit is ${limit}.${
      location
        ? ` Most of it is at "${path}"${size === undefined ? '' : `, where ${coordinate} has up to ${size} elements each time`}.`
        : ''
    }`,
    th: `คำสั่งค้นใหญ่เกินไป: มีต้นทุนประมาณ ${cost} แต่กำหนดไว้ไม่เกิน ${limit}${
      location
        ? ` ส่วนที่มากที่สุดอยู่ที่ "${path}"${size === undefined ? '' : ` ซึ่ง ${coordinate} มีได้ถึง ${size} รายการในแต่ละครั้ง`}`
        : ''
    }`,
  };
}
