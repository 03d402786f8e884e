/**
 * A string in which each character is one byte of the text's UTF-8. Responses of subgraphs are handled in this form, so
 * that they are neither decoded nor encoded again: the syntax of JSON is ASCII, which is the same in both.
 */
export type ByteText = string;

const NOT_ASCII = /[^\x00-\x7f]/; // eslint-disable-line no-control-regex
/** A run of `\u` escapes, which may hold surrogate pairs, or one other escape, so that no match begins within an escape. */
const ESCAPES = /(?:\\u[0-9a-fA-F]{4})+|\\[^u]/g;

/** @param text well-formed: a lone surrogate has no UTF-8 */
export function toByteText(text: string): ByteText {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/**
 * Parses JSON in UTF-8. The strings in the value are byte texts.
 *
 * @throws SyntaxError
 */
export function parseBytes(bytes: Buffer): unknown {
  const text = bytes.toString('latin1');
  return JSON.parse(text.includes('\\u') ? resolveEscapes(text) : text);
}

/** Replaces `\u` escapes by the bytes of their characters. What JSON must escape stays escaped, also a lone surrogate. */
export function resolveEscapes(text: ByteText): ByteText {
  return text.replace(ESCAPES, (escapes) =>
    escapes.startsWith('\\u') ? toByteText(JSON.stringify(JSON.parse(`"${escapes}"`)).slice(1, -1)) : escapes,
  );
}
