/**
 * A text in which each character stands for one byte of its UTF-8: what a subgraph sends is then neither decoded nor
 * encoded again, because JSON needs to look at no other characters than those of ASCII, which are the same in both.
 */
export type ByteText = string;

const NOT_ASCII = /[^\x00-\x7f]/; // eslint-disable-line no-control-regex
/** Escaped characters, those that stand together as one, as they may be halves of a pair; every other escape alone, so that none begins within another. */
const ESCAPES = /(?:\\u[0-9a-fA-F]{4})+|\\[^u]/g;

/** @param text well-formed: a lone half of a surrogate pair has no UTF-8 */
export function toByteText(text: string): ByteText {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/**
 * Reads JSON out of UTF-8; the texts in the value are byte texts.
 *
 * @throws SyntaxError
 */
export function parseBytes(bytes: Buffer): unknown {
  const text = bytes.toString('latin1');
  return JSON.parse(text.includes('\\u') ? unescaped(text) : text);
}

/** An escape tells a character and not its bytes. What JSON must escape stays so, among it a lone half of a pair. */
function unescaped(text: ByteText): ByteText {
  return text.replace(ESCAPES, (escapes) =>
    escapes.startsWith('\\u') ? toByteText(JSON.stringify(JSON.parse(`"${escapes}"`)).slice(1, -1)) : escapes,
  );
}
