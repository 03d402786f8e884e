import type { Sentence } from '../../subgraphs/runtime/errors.js';
import { ERRORS, type ErrorCode } from '../errors.js';

/** A request is refused before GraphQL sees it. */
export class HttpRefusal extends Error {
  override name = 'HttpRefusal';
  readonly statusCode: number;

  /**
   * @param sentence said instead of the table's words
   * @param headers answered with it; names in lower case
   */
  constructor(
    readonly refusal: ErrorCode,
    readonly sentence: Sentence = ERRORS[refusal].message,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(sentence.en);
    this.statusCode = ERRORS[refusal].status;
  }
}
