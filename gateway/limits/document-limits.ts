import { parse, type DocumentNode, type GraphQLError, type SourceLocation } from 'graphql';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import type { LimitName } from '../errors.js';
import { HttpError } from '../http/http-error.js';
import { DocumentMeasure, type DocumentSize } from './document-measure.js';
import { findRepeatedField, MAX_REPEATED } from './repeated-fields.js';

/** How large a document may be. */
export interface Limits extends DocumentSize {
  /** Words and signs of the text. */
  tokens: number;
  /** The estimated cost of one operation. */
  nodes: number;
}

export const DEFAULT_LIMITS: Limits = Object.freeze({
  tokens: 2_000,
  depth: 10,
  fields: 2_000,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  nodes: 10_000,
});

/** How to ask all the same, for messages. */
const SPLITS: Readonly<Partial<Record<keyof DocumentSize, Sentence>>> = {
  depth: {
    en: 'Ask for what is deeper in a second request, which begins with the ids that the first one gave.',
    th: 'โปรดขอส่วนที่ลึกกว่านี้ในคำขอที่สอง โดยเริ่มจากรหัสที่ได้จากคำขอแรก',
  },
  rootFields: {
    en: 'Send the rest of them in another request.',
    th: 'โปรดแยกฟิลด์ที่เหลือเป็นอีกคำขอหนึ่ง',
  },
};

/** Names of the limited quantities, for messages. */
const NAMES: Readonly<Record<keyof DocumentSize, Sentence>> = {
  depth: { en: 'levels of fields', th: 'ระดับความลึกของฟิลด์' },
  fields: { en: 'fields, with fragments counted each time they are spread', th: 'จำนวนฟิลด์ นับแฟรกเมนต์ทุกครั้งที่ใช้ ' },
  aliases: { en: 'aliases', th: 'จำนวนชื่อแทน' },
  rootFields: { en: 'fields at the top', th: 'จำนวนฟิลด์ชั้นบนสุด' },
  directives: { en: 'directives', th: 'จำนวนไดเรกทีฟ' },
};
const REPEATED: Sentence = { en: 'fields of one name at one place', th: 'จำนวนฟิลด์ชื่อเดียวกันในตำแหน่งเดียวกัน' };
const TOKENS: Sentence = { en: 'words and signs, or comments', th: 'จำนวนคำและเครื่องหมาย หรือหมายเหตุ' };
/** A document of some kilobytes may have more fields than a number can hold. */
const MAX_COUNT = 1_000_000_000;

/**
 * Parses a document, and refuses one that would cost too much to validate, plan or execute, before any of that is done.
 * Takes time linear in the length of the text.
 *
 * @throws HttpError DOCUMENT_TOO_LARGE, which names the limit, what was counted, and where the limit is exceeded
 * @throws GraphQLError when the text cannot be parsed
 */
export function parseWithinLimits(text: string, limits: Limits): DocumentNode {
  const document = parseUpTo(text, limits.tokens);
  const measure = new DocumentMeasure(document);
  const size = measure.size();
  for (const name of ['depth', 'fields', 'aliases', 'rootFields', 'directives'] as const)
    if (size[name] > limits[name])
      throw refusal(
        name === 'rootFields' ? 'root_fields' : name,
        tooLarge(NAMES[name], size[name], limits[name], measure.findExcess(name, limits[name]), SPLITS[name]),
      );
  const repeated = findRepeatedField(document);
  if (repeated) throw refusal('repeated_fields', tooLarge(REPEATED, repeated.count, MAX_REPEATED, repeated.path));
  return document;
}

function refusal(limit: LimitName, sentence: Sentence): HttpError {
  return new HttpError('DOCUMENT_TOO_LARGE', sentence, {}, limit);
}

function parseUpTo(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens, maxComments: maxTokens });
  } catch (error) {
    // The nesting is so deep that the parser overflows the stack: no document within the limit is.
    if (error instanceof RangeError) throw refusal('tokens', tooManyTokens(maxTokens, undefined));
    if (!/more tha[tn] \d+ (?:tokens|comments)/.test((error as Error).message)) throw error;
    const [location] = (error as GraphQLError).locations ?? [];
    throw refusal('tokens', tooManyTokens(maxTokens, location));
  }
}

/**
 * The message for a document that is larger than a limit.
 *
 * @param path of the field at which the limit is exceeded
 * @param split how to ask all the same
 */
function tooLarge(name: Sentence, count: number, limit: number, path: string | undefined, split?: Sentence): Sentence {
  const counted =
    count > MAX_COUNT ? { en: `more than ${MAX_COUNT}`, th: `มากกว่า ${MAX_COUNT}` } : { en: count, th: count };
  return {
    en: `The query is too large: it has ${counted.en} ${name.en}, and the limit is ${limit}.${path === undefined ? '' : ` It is exceeded at "${path}".`}${split ? ` ${split.en}` : ''}`,
    th: `คำสั่งค้นใหญ่เกินไป: ${name.th}เป็น ${counted.th} แต่กำหนดไว้ไม่เกิน ${limit}${path === undefined ? '' : ` โดยเกินที่ "${path}"`}${split ? ` ${split.th}` : ''}`,
  };
}

/** The message for a document of too many tokens. They are not counted beyond the limit. */
function tooManyTokens(limit: number, location: SourceLocation | undefined): Sentence {
  return {
    en: `The query is too large: it has more than ${limit} ${TOKENS.en}, which is the limit.${location ? ` It is exceeded in line ${location.line}, column ${location.column}.` : ''}`,
    th: `คำสั่งค้นใหญ่เกินไป: ${TOKENS.th}มากกว่า ${limit} ซึ่งเป็นจำนวนที่กำหนดไว้${location ? ` โดยเกินที่บรรทัด ${location.line} คอลัมน์ ${location.column}` : ''}`,
  };
}
