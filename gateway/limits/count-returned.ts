const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const SPACE = 0x20;

/**
 * Counts the objects in the lists of a result, to compare them with the estimate, which comes from the sizes of lists. Reads
 * the bytes once and parses nothing: an object is the element of a list when a bracket or a comma stands before it.
 *
 * @param json `{"data":{…}}` in UTF-8, valid
 */
export function countReturned(json: Uint8Array): number {
  const { length } = json;
  let objects = 0;
  let before = 0;
  for (let offset = 0; offset < length; offset += 1) {
    const byte = json[offset]!;
    if (byte === QUOTE) {
      for (offset += 1; offset < length && json[offset] !== QUOTE; offset += 1)
        if (json[offset] === BACKSLASH) offset += 1;
    } else if (byte === BRACE && (before === BRACKET || before === COMMA)) objects += 1;
    if (byte > SPACE) before = byte;
  }
  return objects;
}

/** Counts the same in data that is not serialised. */
export function countListed(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  let objects = 0;
  for (const value of Object.values(data) as unknown[]) {
    if (Array.isArray(data) && typeof value === 'object' && value !== null && !Array.isArray(value)) objects += 1;
    objects += countListed(value);
  }
  return objects;
}
