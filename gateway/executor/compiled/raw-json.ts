import { parseBytes } from '../../upstream/byte-text.js';

/**
 * A value of a subgraph's answer that the client can get just as it was written: it has been checked, and was never
 * made into objects and texts. Whoever needs those has it opened.
 */
export class Verbatim {
  /**
   * @param bytes the whole answer, of which this is the part from `start` up to `end`
   * @param shape the number of what it was checked to be
   */
  constructor(
    readonly bytes: Buffer,
    readonly start: number,
    readonly end: number,
    readonly shape: number,
  ) {}
}

/** The value itself; its texts are byte texts. */
export function opened(value: unknown): unknown {
  return value instanceof Verbatim ? parseBytes(value.bytes.subarray(value.start, value.end)) : value;
}
