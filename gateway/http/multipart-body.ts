import { PassThrough } from 'node:stream';

const HEAD = '\r\ncontent-type: application/json; charset=utf-8\r\n\r\n';
const DELIMITER = '\r\n---';

/**
 * A response body of several JSON texts, each sent as soon as it is written: RFC 2046 section 5.1. The delimiter after a part is sent with
 * it, as only the delimiter ends the part.
 */
export class MultipartBody extends PassThrough {
  /** @param parameter of the media type, which names the format of the parts */
  static mediaType(parameter: string): string {
    return `multipart/mixed; boundary="-"; ${parameter}`;
  }

  #hasPart = false;

  writePart(json: Buffer): void {
    if (this.destroyed) return; // The client has disconnected.
    this.write(Buffer.concat([Buffer.from(`${this.#hasPart ? '' : DELIMITER}${HEAD}`), json, Buffer.from(DELIMITER)]));
    this.#hasPart = true;
  }

  /** Writes the last part. */
  endWith(json: Buffer): void {
    this.writePart(json);
    if (!this.destroyed) this.end('--\r\n');
  }
}
