import type { ByteText } from '../../upstream/byte-text.js';
import { writeJson } from '../json-number.js';
import type { RawJson } from '../passthrough/raw-json.js';

/**
 * Writes JSON straight into bytes, one result at a time: no text is put together, looked through and encoded at the
 * end, which took more time than all the rest of writing.
 */
const FIRST_SIZE = 64 * 1024;
/** A result larger than this takes the memory with it. */
const KEPT_SIZE = 1024 * 1024;
/** Up to this, bytes are copied sooner one by one than by a call. */
const LOOPED_SIZE = 64;
/** The longest number in JSON, and more. */
const NUMBER_SIZE = 32;

let buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);
let length = 0;
let listedObjects = 0;

export interface WrittenJson {
  readonly json: Buffer;
  /** Objects in its lists. */
  readonly listedObjects: number;
}

/** Begins a result; one that was begun and not taken is forgotten. */
export function begin(): void {
  length = 0;
  listedObjects = 0;
}

/** Counts an object of a list. */
export function countListed(): void {
  listedObjects += 1;
}

/** What was written since {@link begin}. */
export function taken(): WrittenJson {
  return { json: takenBytes(), listedObjects };
}

function takenBytes(): Buffer {
  const bytes = buffer.subarray(0, length);
  if (buffer.length > KEPT_SIZE) buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);
  else return Buffer.from(bytes);
  return bytes;
}

/** Writes what was prepared: punctuation, names, values of enums. */
export function writeBytes(bytes: Uint8Array): void {
  const size = bytes.length;
  if (length + size > buffer.length) grow(size);
  const into = buffer;
  const at = length;
  for (let index = 0; index < size; index += 1) into[at + index] = bytes[index]!;
  length = at + size;
}

export function writeByte(byte: number): void {
  if (length === buffer.length) grow(1);
  buffer[length] = byte;
  length += 1;
}

/** Writes a text within its quotation marks. */
export function writeText(text: ByteText): void {
  const size = text.length;
  if (length + size + 2 > buffer.length) grow(size + 2);
  const into = buffer;
  let at = length;
  into[at] = 0x22;
  at += 1;
  for (let index = 0; index < size; index += 1) {
    const byte = text.charCodeAt(index);
    if (byte < 0x20 || byte === 0x22 || byte === 0x5c || byte > 0xff) return writeRaw(JSON.stringify(text));
    into[at] = byte;
    at += 1;
  }
  into[at] = 0x22;
  length = at + 1;
}

/** @param value finite */
export function writeNumber(value: number): void {
  if (value >= 0 && value < 10 && (value | 0) === value) return writeByte(0x30 + value);
  if (length + NUMBER_SIZE > buffer.length) grow(NUMBER_SIZE);
  const text = String(value);
  for (let index = 0; index < text.length; index += 1) buffer[length + index] = text.charCodeAt(index);
  length += text.length;
}

/** Writes what a subgraph has written. */
export function writeRawJson({ bytes, start, end, listedObjects: listed }: RawJson): void {
  listedObjects += listed;
  const size = end - start;
  if (length + size > buffer.length) grow(size);
  if (size > LOOPED_SIZE) bytes.copy(buffer, length, start, end);
  else {
    const into = buffer;
    const at = length - start;
    for (let index = start; index < end; index += 1) into[at + index] = bytes[index]!;
  }
  length += size;
}

/** Writes a value of a custom scalar. */
export function writeValue(value: unknown): void {
  if (typeof value === 'string') writeText(value);
  else writeRaw(writeJson(value));
}

function writeRaw(json: ByteText): void {
  if (length + json.length > buffer.length) grow(json.length);
  length += buffer.write(json, length, 'latin1');
}

function grow(size: number): void {
  const larger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, length + size));
  buffer.copy(larger, 0, 0, length);
  buffer = larger;
}
