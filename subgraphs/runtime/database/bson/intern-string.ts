/** Places for texts; a later text takes the place of an earlier one. */
const PLACES = 16_384;
/** Bytes of the longest text that is kept: names of fields, ids, codes. */
const LONGEST = 40;

const kept: Array<string | undefined> = new Array<string | undefined>(PLACES);

/**
 * Reads a text. Short ones in ASCII come again with every document, so that they are kept and not made anew.
 *
 * @param end the place after its last byte
 */
export function knownText(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > LONGEST) return bytes.toString('utf8', start, end);
  let hash = length;
  let all = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    hash = (Math.imul(hash, 31) + byte) | 0;
    all |= byte;
  }
  if (all > 0x7f) return bytes.toString('utf8', start, end);
  const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
  const known = kept[place];
  if (known !== undefined && known.length === length && isSame(known, bytes, start)) return known;
  const text = bytes.toString('latin1', start, end);
  kept[place] = text;
  return text;
}

function isSame(text: string, bytes: Buffer, start: number): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
