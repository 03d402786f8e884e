import type { FieldReads } from '../learned-projection.js';
import type { Row, Stored } from '../model.js';
import { decodeDocument, decodeValue, endOfValue, FOREIGN } from './decode-document.js';

/**
 * Makes a row of a document as it came from the database: each field is read when it is asked for, as most requests
 * ask for few. It is like the document itself in every way, and has its `id` beside `_id`.
 *
 * @param bytes the document as BSON; none of its fields may be named as something that every object has
 * @param reads told of the fields that are used; absent when nobody asks
 */
export function lazyRow<R extends Stored>(bytes: Uint8Array, reads?: FieldReads): Row<R> {
  return new Proxy<Record<string, unknown>>({}, new RowReader(bytes, reads)) as unknown as Row<R>;
}

/** A view of the same bytes that has what buffers have. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads fields into the object that stands behind the row. */
class RowReader implements ProxyHandler<Record<string, unknown>> {
  readonly #bytes: Buffer;
  readonly #reads: FieldReads | undefined;
  #isWhole = false;

  constructor(bytes: Uint8Array, reads: FieldReads | undefined) {
    this.#bytes = asBuffer(bytes);
    this.#reads = reads;
  }

  get(read: Record<string, unknown>, name: string | symbol): unknown {
    const known = read[name as string];
    if (known !== undefined || typeof name === 'symbol' || NEVER.has(name)) return known;
    this.#reads?.use(name);
    return this.#isWhole ? known : this.#read(read, name);
  }

  has(read: Record<string, unknown>, name: string | symbol): boolean {
    return name in read || this.get(read, name) !== undefined;
  }

  ownKeys(read: Record<string, unknown>): ArrayLike<string | symbol> {
    this.#useAll(read);
    return Reflect.ownKeys(read);
  }

  getOwnPropertyDescriptor(read: Record<string, unknown>, name: string | symbol): PropertyDescriptor | undefined {
    this.#useAll(read);
    return Reflect.getOwnPropertyDescriptor(read, name);
  }

  set(read: Record<string, unknown>, name: string | symbol, value: unknown): boolean {
    return Reflect.set(read, name, value);
  }

  deleteProperty(read: Record<string, unknown>, name: string | symbol): boolean {
    this.#useAll(read);
    return Reflect.deleteProperty(read, name);
  }

  #useAll(read: Record<string, unknown>): void {
    this.#reads?.useAll();
    this.#readAll(read);
  }

  #read(read: Record<string, unknown>, name: string): unknown {
    const bytes = this.#bytes;
    const wanted = name === 'id' ? '_id' : name;
    const end = bytes.length - 1;
    for (let at = 4; at < end;) {
      const start = startOfValue(bytes, at + 1, wanted);
      const isWanted = start > 0;
      const valueAt = isWanted ? start : -start;
      if (isWanted) {
        const value = decodeValue(bytes, bytes[at]!, valueAt);
        return value === FOREIGN ? this.#readAll(read)[name] : (read[name] = value);
      }
      at = endOfValue(bytes, at, valueAt);
      if (at < 0) return this.#readAll(read)[name];
    }
    return ASCII.test(wanted) ? undefined : this.#readAll(read)[name];
  }

  #readAll(read: Record<string, unknown>): Record<string, unknown> {
    if (this.#isWhole) return read;
    this.#isWhole = true;
    const document = decodeDocument(this.#bytes);
    for (const [name, value] of Object.entries(document)) if (read[name] === undefined) read[name] = value;
    read['id'] ??= document['_id'];
    return read;
  }
}

/** Names that are the same as bytes and as characters. */
// eslint-disable-next-line no-control-regex -- they are the first of them
const ASCII = /^[\x00-\x7f]*$/;
/** What promises and JSON look for in everything, and no document has. */
const NEVER: ReadonlySet<string> = new Set(['then', 'toJSON', '__typename']);

/**
 * Compares the name of an element.
 *
 * @param at its first byte
 * @returns where the value begins; negative when the name is another one
 */
function startOfValue(bytes: Buffer, at: number, wanted: string): number {
  let index = 0;
  while (index < wanted.length && bytes[at + index] === wanted.charCodeAt(index)) index += 1;
  if (index === wanted.length && bytes[at + index] === 0) return at + index + 1;
  while (bytes[at + index] !== 0) index += 1;
  return -(at + index + 1);
}
