/** An event of an event stream, with its bytes as characters (latin1). */
export interface ParsedEvent {
  /** `message` where the event has none. */
  readonly type: string;
  readonly id: string | undefined;
  readonly data: string;
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF').toString('latin1');

/**
 * Reads an event stream as it arrives: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 *
 * Of each event, `id` is its own; a stream that goes on after a lost connection is none of ours.
 */
export class EventStreamParser {
  #line = '';
  #isFirst = true;
  #hasReturned = false;
  #type = '';
  #id: string | undefined;
  #data: string[] = [];
  /** Characters of the event that has begun. */
  #length = 0;
  readonly #maxLength: number;
  readonly #onEvent: (event: ParsedEvent) => void;
  readonly #onComment: () => void;

  /** @param maxLength characters of one event */
  constructor(maxLength: number, onEvent: (event: ParsedEvent) => void, onComment: () => void) {
    this.#maxLength = maxLength;
    this.#onEvent = onEvent;
    this.#onComment = onComment;
  }

  /** @throws RangeError when an event is too long */
  push(chunk: Buffer): void {
    const text = chunk.toString('latin1');
    let begin = 0;
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
      const isSecondHalf = index === 0 && this.#hasReturned && end === '\n';
      this.#hasReturned = end === '\r' && index + 1 === text.length;
      if (!isSecondHalf) this.#takeLine(this.#line + text.slice(begin, index));
      this.#line = '';
      begin = index + end.length;
    }
    if (begin < text.length) this.#hasReturned = false;
    this.#line += text.slice(begin);
    if (this.#length + this.#line.length > this.#maxLength)
      throw new RangeError(`an event has more than ${this.#maxLength} bytes`);
  }

  #takeLine(text: string): void {
    const line = this.#isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
    this.#isFirst = false;
    if (line === '') return this.#dispatch();
    if (line.startsWith(':')) return this.#onComment();
    this.#length += line.length;
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'event') this.#type = value;
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id') this.#id = value;
  }

  #dispatch(): void {
    const [type, id, data] = [this.#type, this.#id, this.#data];
    [this.#type, this.#id, this.#data, this.#length] = ['', undefined, [], 0];
    if (type !== '' || data.length > 0) this.#onEvent({ type: type || 'message', id, data: data.join('\n') });
  }
}
