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

/** Numbers that may lose something: sixteen digits or more, or a fraction or exponent. Strings match too, which costs only time. */
const INEXACT = /[:,[\s]-?(?:\d{16}|\d+[.eE])/;

/** Tells whether a JSON text may hold numbers that `JSON.parse` changes. A false alarm is possible, a miss is not. */
export function mayHoldExactNumbers(json: string): boolean {
  return INEXACT.test(json) || /^-?(?:\d{16}|\d+[.eE])/.test(json);
}

/**
 * Parses JSON; numbers that `JSON.parse` would change become {@link ExactNumber}.
 *
 * @throws SyntaxError
 */
export function parseExactly(json: string): unknown {
  return parseLossless(json, null, { parseNumber: toNumber });
}

function toNumber(text: string): number | ExactNumber {
  const value = Number(text);
  return String(value) === text ? value : new ExactNumber(text);
}

/** Tells whether a value of a custom scalar, or an ID, holds a number that its JSON text may have written otherwise. */
export function mayHaveLostDigits(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return false;
  return Object.values(value).some(mayHaveLostDigits);
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
