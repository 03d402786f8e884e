import { parseBytes, type ByteText } from '../../upstream/byte-text.js';
import { Opaque } from '../data.js';

/**
 * A value of a subgraph's response that can be sent to the client unchanged. A scanner has checked it, and it is not parsed.
 * Code that needs the value itself calls {@link RawJson.parse}.
 */
export class RawJson extends Opaque {
  /**
   * @param bytes the whole response; the value is the part from `start` up to `end`
   * @param structure the number of the structure that the scanner has found
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

  /** The value as it was written. */
  text(): ByteText {
    return this.bytes.toString('latin1', this.start, this.end);
  }

  /** Parses the value; its texts are byte texts. */
  parse(): unknown {
    return parseBytes(this.bytes.subarray(this.start, this.end));
  }
}
