import { ERRORS, type ErrorCode } from '../errors.js';

/** A request is refused before GraphQL sees it. */
export class HttpRefusal extends Error {
  override name = 'HttpRefusal';
  readonly statusCode: number;

  /** @param message said instead of the table's words */
  constructor(
    readonly refusal: ErrorCode,
    message: string = ERRORS[refusal].message,
  ) {
    super(message);
    this.statusCode = ERRORS[refusal].status;
  }
}
