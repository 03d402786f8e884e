import mongoose from 'mongoose';
import { knownText } from './intern-string.js';

const { BSON } = mongoose.mongo;

/** The types of values, by the byte that stands before each: https://bsonspec.org/spec.html */
const DOUBLE = 0x01;
const TEXT = 0x02;
const DOCUMENT = 0x03;
const LIST = 0x04;
const BOOLEAN = 0x08;
const DATE = 0x09;
const NULL = 0x0a;
const INT32 = 0x10;
const INT64 = 0x12;

/** Stands for a value of a type that only the driver's own reader knows. */
export const FOREIGN = Symbol('foreign');
/** Stands for the place of a value whose end only the driver's own reader knows. */
const UNKNOWN = -1;

/** Reads a document, whole, as the driver does: into plain objects, lists, numbers and dates. */
export function decodeDocument(bytes: Buffer, start = 0): Record<string, unknown> {
  const end = start + bytes.readInt32LE(start) - 1;
  const document: Record<string, unknown> = {};
  for (let at = start + 4; at < end;) {
    const nameEnd = endOfName(bytes, at + 1);
    const next = endOfValue(bytes, at, nameEnd + 1);
    const value = next === UNKNOWN ? FOREIGN : decodeValue(bytes, bytes[at]!, nameEnd + 1);
    if (value === FOREIGN) return BSON.deserialize(bytes.subarray(start, end + 1));
    const name = knownText(bytes, at + 1, nameEnd);
    if (name === '__proto__')
      Object.defineProperty(document, name, { value, writable: true, enumerable: true, configurable: true });
    else document[name] = value;
    at = next;
  }
  return document;
}

function decodeList(bytes: Buffer, start: number): unknown[] {
  const end = start + bytes.readInt32LE(start) - 1;
  const list: unknown[] = [];
  for (let at = start + 4; at < end;) {
    const nameEnd = endOfName(bytes, at + 1);
    const next = endOfValue(bytes, at, nameEnd + 1);
    const value = next === UNKNOWN ? FOREIGN : decodeValue(bytes, bytes[at]!, nameEnd + 1);
    if (value === FOREIGN) return Object.values(BSON.deserialize(bytes.subarray(start, end + 1)));
    list.push(value);
    at = next;
  }
  return list;
}

/**
 * Reads one value.
 *
 * @param type the byte that stands before the value's name
 * @param start its first byte
 * @returns {@link FOREIGN} for a type that is none of JSON's, nor a date
 */
export function decodeValue(bytes: Buffer, type: number, start: number): unknown {
  switch (type) {
    case TEXT:
      return knownText(bytes, start + 4, start + 3 + bytes.readInt32LE(start));
    case DOCUMENT:
      return decodeDocument(bytes, start);
    case LIST:
      return decodeList(bytes, start);
    case INT32:
      return bytes.readInt32LE(start);
    case DOUBLE:
      return bytes.readDoubleLE(start);
    case BOOLEAN:
      return bytes[start] === 1;
    case NULL:
      return null;
    case DATE:
      return new Date(readInt64(bytes, start));
    case INT64: {
      const value = readInt64(bytes, start);
      return Number.isSafeInteger(value) ? value : FOREIGN;
    }
    default:
      return FOREIGN;
  }
}

function endOfName(bytes: Buffer, start: number): number {
  let end = start;
  while (bytes[end] !== 0) end += 1;
  return end;
}

/**
 * Where the element after this one begins.
 *
 * @returns -1 for a value of a type that we do not know
 */
export function endOfValue(bytes: Buffer, at: number, start: number): number {
  switch (bytes[at]) {
    case TEXT:
      return start + 4 + bytes.readInt32LE(start);
    case DOCUMENT:
    case LIST:
      return start + bytes.readInt32LE(start);
    case INT32:
      return start + 4;
    case DOUBLE:
    case DATE:
    case INT64:
      return start + 8;
    case BOOLEAN:
      return start + 1;
    case NULL:
      return start;
    default:
      return UNKNOWN;
  }
}

function readInt64(bytes: Buffer, start: number): number {
  return bytes.readInt32LE(start + 4) * 0x1_0000_0000 + bytes.readUInt32LE(start);
}
