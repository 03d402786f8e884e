import { Opaque } from '../data.js';
import { parseBytes } from '../../upstream/byte-text.js';

/**
 * A value of a subgraph's response that the client can get just as it was written: it has been scanned, and was never
 * parsed. Who looks into it parses it.
 */
export class RawJson extends Opaque {
  /**
   * @param bytes the whole response, of which this is the part from `start` up to `end`
   * @param structure the number of what it was found to be
   * @param listedObjects objects in the lists within it
   */
  constructor(
    readonly bytes: Buffer,
    readonly start: number,
    readonly end: number,
    readonly structure: number,
    readonly listedObjects: number,
  ) {
    super();
  }

  /** The value itself; its texts are byte texts. */
  parse(): unknown {
    return parseBytes(this.bytes.subarray(this.start, this.end));
  }
}
