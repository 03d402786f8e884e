import type { Sentence } from '../../subgraphs/protocol/language.js';
import { ERRORS, RequestError, type ErrorCode, type LimitName } from '../errors.js';

/** A request is refused as a whole: its response is one error with the HTTP status of its code. */
export class HttpError extends Error {
  override name = 'HttpError';
  readonly statusCode: number;

  /**
   * @param code a key of {@link ERRORS}
   * @param sentence replaces the table's message
   * @param headers of the response; names in lower case
   * @param limit that it is refused for
   */
  constructor(
    readonly code: ErrorCode,
    readonly sentence: Sentence = ERRORS[code].message,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly limit?: LimitName,
  ) {
    super(sentence.en);
    this.statusCode = ERRORS[code].status;
  }
}

/** The limit for which a request was refused; undefined for any other error. */
export function limitOf(error: unknown): LimitName | undefined {
  return error instanceof HttpError || error instanceof RequestError ? error.limit : undefined;
}
