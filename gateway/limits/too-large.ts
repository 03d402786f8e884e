import type { SourceLocation } from 'graphql';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import type { Limits } from './limits.js';
import type { CostLocation } from './operation-cost.js';

/** Names of the limited quantities, for messages. */
const NAMES: Record<Exclude<keyof Limits, 'tokens' | 'nodes'>, Sentence> = {
  depth: { en: 'levels of fields', th: 'ระดับความลึกของฟิลด์' },
  fields: { en: 'fields, with fragments counted each time they are spread', th: 'จำนวนฟิลด์ นับแฟรกเมนต์ทุกครั้งที่ใช้ ' },
  aliases: { en: 'aliases', th: 'จำนวนชื่อแทน' },
  rootFields: { en: 'fields at the top', th: 'จำนวนฟิลด์ชั้นบนสุด' },
  directives: { en: 'directives', th: 'จำนวนไดเรกทีฟ' },
};
const TOKENS: Sentence = { en: 'words and signs', th: 'จำนวนคำและเครื่องหมาย' };
/** A document of some kilobytes may have more fields than a number can hold. */
const MAX_COUNT = 1_000_000_000;

/**
 * The message for a document that is larger than a limit.
 *
 * @param path of the field at which the limit is exceeded
 */
export function tooLarge(
  name: Exclude<keyof Limits, 'tokens' | 'nodes'>,
  count: number,
  limit: number,
  path: string | undefined,
): Sentence {
  const counted =
    count > MAX_COUNT ? { en: `more than ${MAX_COUNT}`, th: `มากกว่า ${MAX_COUNT}` } : { en: count, th: count };
  return {
    en: `The query is too large: it has ${counted.en} ${NAMES[name].en}, and the limit is ${limit}.${path === undefined ? '' : ` It is exceeded at "${path}".`}`,
    th: `คำสั่งค้นใหญ่เกินไป: ${NAMES[name].th}เป็น ${counted.th} แต่กำหนดไว้ไม่เกิน ${limit}${path === undefined ? '' : ` โดยเกินที่ "${path}"`}`,
  };
}

/** The message for a document of too many tokens. They are not counted beyond the limit. */
export function tooManyTokens(limit: number, location: SourceLocation | undefined): Sentence {
  return {
    en: `The query is too large: it has more than ${limit} ${TOKENS.en}, which is the limit.${location ? ` It is exceeded in line ${location.line}, column ${location.column}.` : ''}`,
    th: `คำสั่งค้นใหญ่เกินไป: ${TOKENS.th}มากกว่า ${limit} ซึ่งเป็นจำนวนที่กำหนดไว้${location ? ` โดยเกินที่บรรทัด ${location.line} คอลัมน์ ${location.column}` : ''}`,
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
