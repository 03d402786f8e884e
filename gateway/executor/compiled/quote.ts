import type { ByteText } from '../../upstream/byte-text.js';

/** What JSON cannot hold as it is: control characters, quotation marks, backslashes, and halves of a surrogate pair. */
const SPECIAL = /[\u0000-\u001f"\\\ud800-\udfff]/; // eslint-disable-line no-control-regex

/** Writes a text as JSON; most need nothing but the quotation marks. */
export function quote(text: ByteText): ByteText {
  return SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`;
}
