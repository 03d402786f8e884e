/**
 * Scanners of JSON, for generated code. Each takes the bytes and an offset, and returns the offset after the value that it
 * expects, or -1 when another value begins there. A scanner accepts a value only in the form in which JSON.stringify writes
 * it. Another form, such as `\u0e01` for a letter, is valid JSON too: such a response is parsed instead.
 */
type Scan = (bytes: Uint8Array, at: number) => number;

const [QUOTE, BACKSLASH, MINUS, PLUS, POINT, ZERO, NINE] = [0x22, 0x5c, 0x2d, 0x2b, 0x2e, 0x30, 0x39];
/** Characters after which JSON.stringify writes a backslash escape. It writes other characters without one. */
const ESCAPED = new Set([...'"\\bfnrt'].map((character) => character.charCodeAt(0)));
const [NULL, TRUE, FALSE] = ['null', 'true', 'false'].map((word) => Uint8Array.from(Buffer.from(word))) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
/** Digits of the largest Int. */
const INT_DIGITS = 10;
/** No number that JavaScript writes is longer. */
const MAX_NUMBER_LENGTH = 32;

/** Accepts exactly these bytes. */
export function scanText(bytes: Uint8Array, at: number, expected: Uint8Array): number {
  const size = expected.length;
  for (let index = 0; index < size; index += 1) if (bytes[at + index] !== expected[index]) return -1;
  return at + size;
}

export const scanNull: Scan = (bytes, at) => scanText(bytes, at, NULL);

export const scanBoolean: Scan = (bytes, at) =>
  bytes[at] === TRUE[0] ? scanText(bytes, at, TRUE) : scanText(bytes, at, FALSE);

export const scanString: Scan = (bytes, at) => {
  if (bytes[at] !== QUOTE) return -1;
  const size = bytes.length;
  for (let next = at + 1; next < size; next += 1) {
    const byte = bytes[next]!;
    if (byte === QUOTE) return next + 1;
    if (byte < 0x20) return -1;
    if (byte === BACKSLASH) {
      next += 1;
      if (!ESCAPED.has(bytes[next]!)) return -1;
    }
  }
  return -1;
};

/** Accepts a 32-bit integer in the form in which JavaScript writes it. */
export const scanInt: Scan = (bytes, at) => {
  const from = bytes[at] === MINUS ? at + 1 : at;
  let end = from;
  while (isDigit(bytes[end])) end += 1;
  const hasNeedlessZero = bytes[from] === ZERO && (end > from + 1 || from > at);
  if (end === from || end - from > INT_DIGITS || hasNeedlessZero) return -1;
  return end - from < INT_DIGITS || isInt(Number(textOf(bytes, at, end))) ? end : -1;
};

/** Accepts a finite number in the form in which JavaScript writes it. */
export const scanFloat: Scan = (bytes, at) => {
  const end = scanInt(bytes, at);
  if (end !== -1 && bytes[end] !== POINT && !isExponent(bytes[end])) return end;
  let behind = at;
  while (isOfNumber(bytes[behind])) behind += 1;
  const text = textOf(bytes, at, Math.min(behind, at + MAX_NUMBER_LENGTH));
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && String(value) === text ? behind : -1;
};

/** Accepts one of these values of an enum; they include their quotation marks. */
export function scanEnum(bytes: Uint8Array, at: number, values: readonly Uint8Array[]): number {
  for (const value of values) {
    const end = scanText(bytes, at, value);
    if (end !== -1) return end;
  }
  return -1;
}

function isInt(value: number): boolean {
  return (value | 0) === value;
}

/** @param end at most some dozen bytes after `at` */
function textOf(bytes: Uint8Array, at: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(at, end));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function isExponent(byte: number | undefined): boolean {
  return byte === 0x65 || byte === 0x45; // e E
}

function isOfNumber(byte: number | undefined): boolean {
  return isDigit(byte) || byte === MINUS || byte === POINT || byte === PLUS || isExponent(byte);
}

/** Finds the end of any JSON value. Its content is not checked: the code that parses it does that. */
export const scanAny: Scan = (bytes, at) => {
  const size = bytes.length;
  let depth = 0;
  for (let next = at; next < size; next += 1) {
    switch (bytes[next]) {
      case QUOTE:
        for (next += 1; next < size && bytes[next] !== QUOTE; next += 1) if (bytes[next] === BACKSLASH) next += 1;
        if (depth === 0) return next + 1;
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth += 1;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        if (depth === 0) return next;
        depth -= 1;
        if (depth === 0) return next + 1;
        break;
      case 0x2c: // ,
        if (depth === 0) return next;
        break;
      default:
    }
  }
  return -1;
};
