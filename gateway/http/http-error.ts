import type { Sentence } from '../../subgraphs/protocol/language.js';
import { ERRORS, type ErrorCode } from '../errors.js';

/** A request is refused as a whole: its response is one error with the HTTP status of its code. */
export class HttpError extends Error {
  override name = 'HttpError';
  readonly statusCode: number;

  /**
   * @param code a key of {@link ERRORS}
   * @param sentence replaces the table's message
   * @param headers of the response; names in lower case
   */
  constructor(
    readonly code: ErrorCode,
    readonly sentence: Sentence = ERRORS[code].message,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(sentence.en);
    this.statusCode = ERRORS[code].status;
  }
}
