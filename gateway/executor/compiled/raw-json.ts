import { parseBytes } from '../../upstream/byte-text.js';

/**
 * A value of a subgraph's answer that the client can get just as it was written: it has been scanned, and was never
 * parsed. Whoever looks into it has that done.
 */
export class RawJson {
  /**
   * @param bytes the whole answer, of which this is the part from `start` up to `end`
   * @param shape the number of what it was found to be
   */
  constructor(
    readonly bytes: Buffer,
    readonly start: number,
    readonly end: number,
    readonly shape: number,
  ) {}
}

/** The value itself; its texts are byte texts. */
export function parsed(value: unknown): unknown {
  return value instanceof RawJson ? parseBytes(value.bytes.subarray(value.start, value.end)) : value;
}

/** Whether both are values of one shape: then they have the same fields all the way down, and the later one takes the place of the other. */
export function isAlike(value: unknown, other: unknown): boolean {
  return value instanceof RawJson && other instanceof RawJson && value.shape === other.shape;
}
