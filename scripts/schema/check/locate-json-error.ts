/** A token of JSON, after white space. https://www.rfc-editor.org/rfc/rfc8259 */
// A string of JSON must not hold control characters.
const TOKEN =
  // eslint-disable-next-line no-control-regex
  /[ \t\n\r]*([{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

/**
 * Finds where a text stops being JSON. `JSON.parse` tells the offset of some errors only.
 *
 * @returns the offset of the first token that cannot stand there; the text's length when it ends too early; undefined for JSON
 */
export function locateJsonError(text: string): number | undefined {
  /** Offset after the last token that was read. */
  let end = 0;
  let start = 0;
  let token = '';
  next();
  try {
    readValue();
    return token === '' && start === text.length ? undefined : start;
  } catch (error) {
    if (error instanceof Unexpected) return start;
    throw error;
  }

  function next(): void {
    TOKEN.lastIndex = end;
    token = TOKEN.exec(text)?.[1] ?? '';
    start =
      token === '' ? end + (/^[ \t\n\r]*/.exec(text.slice(end))?.[0].length ?? 0) : TOKEN.lastIndex - token.length;
    end = start + token.length;
  }

  function take(expected: string): void {
    if (token !== expected) throw new Unexpected();
    next();
  }

  function readValue(): void {
    if (token === '{') readList('}', readProperty);
    else if (token === '[') readList(']', readValue);
    else if (token === '' || '}],:'.includes(token)) throw new Unexpected();
    else next();
  }

  function readProperty(): void {
    if (!token.startsWith('"')) throw new Unexpected();
    next();
    take(':');
    readValue();
  }

  function readList(close: string, readItem: () => void): void {
    next();
    if (token !== close) {
      readItem();
      while (token === ',') {
        next();
        readItem();
      }
    }
    take(close);
  }
}

class Unexpected extends Error {}
