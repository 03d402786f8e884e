import { parse as parseLossless } from 'lossless-json';
import { Opaque } from './data.js';

/**
 * A number of a JSON text that JavaScript cannot hold without changing it, such as 9007199254740993 or 1.10. The text is
 * kept, and written again as it came.
 */
export class ExactNumber extends Opaque {
  constructor(readonly text: string) {
    super();
  }

  override valueOf(): number {
    return Number(this.text);
  }
}

/** Numbers that may lose something: sixteen digits or more, a fraction or exponent, or -0. Strings match too, which costs only time. */
const INEXACT = /[:,[\s](?:-?(?:\d{16}|\d+[.eE])|-0)/;
/** The same for a JSON text that is only a number. */
const INEXACT_ALONE = /^(?:-?(?:\d{16}|\d+[.eE])|-0)/;

/** Tells whether a JSON text may hold numbers that `JSON.parse` changes. A false alarm is possible, a miss is not. */
export function mayHoldExactNumbers(json: string): boolean {
  return INEXACT.test(json) || INEXACT_ALONE.test(json);
}

/**
 * Levels of lists and objects that a JSON text may have where its numbers are exact, and that a value of a custom scalar
 * may have: the functions that read and write them call themselves for each level, and some 5,000 overflow the stack.
 */
const MAX_LEVELS = 1_000;

/**
 * Parses JSON; numbers that `JSON.parse` would change become {@link ExactNumber}.
 *
 * @throws SyntaxError also for a text of more than 1,000 levels
 */
export function parseExactly(json: string): unknown {
  if (isNestedTooDeep(json)) throw new SyntaxError(`JSON of more than ${MAX_LEVELS} levels`);
  // As with JSON.parse, the last one of several members of one name counts.
  return parseLossless(json, null, { parseNumber: toNumber, onDuplicateKey: ({ newValue }) => newValue });
}

function isNestedTooDeep(json: string): boolean {
  let level = 0;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === '"') {
      for (index += 1; index < json.length && json[index] !== '"'; index += 1) if (json[index] === '\\') index += 1;
    } else if (character === '[' || character === '{') {
      level += 1;
      if (level > MAX_LEVELS) return true;
    } else if (character === ']' || character === '}') level -= 1;
  }
  return false;
}

/** Tells whether a value has more than 1,000 levels of lists and objects. */
export function isTooDeep(value: unknown, levels = MAX_LEVELS): boolean {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return false;
  return levels === 0 || Object.values(value).some((member) => isTooDeep(member, levels - 1));
}

function toNumber(text: string): number | ExactNumber {
  const value = Number(text);
  // An integer beyond the safe ones may be another one that was rounded.
  const isExact = String(value) === text && (Number.isSafeInteger(value) || !Number.isInteger(value));
  return isExact ? value : new ExactNumber(text);
}

/** Tells whether a value of a custom scalar holds a number, which its JSON text may have written otherwise: 1 may stand for `1.0`. */
export function holdsNumber(value: unknown): boolean {
  if (typeof value === 'number') return true;
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return false;
  return Object.values(value).some(holdsNumber);
}

/** Writes JSON; the text of an {@link ExactNumber} is written as it came. Undefined members are left out. */
export function writeJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  let text = '';
  for (const [name, member] of Object.entries(value))
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${writeJson(member)}`;
  return `{${text}}`;
}
