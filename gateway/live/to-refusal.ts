import { errorBody, type ErrorCode } from '../errors.js';
import { HttpError } from '../http/http-error.js';
import type { StreamClient } from './exchange.js';

/**
 * Makes of an error what the client of a stream reads. An unexpected one is logged.
 *
 * @param message for the log
 * @returns the error's code, and the response that `/graphql` would send
 */
export function toRefusal(
  error: unknown,
  { headers, log }: Pick<StreamClient, 'headers' | 'log'>,
  message: string,
): { code: ErrorCode; body: Buffer } {
  if (!(error instanceof HttpError)) log.error({ err: error }, message);
  const { code, sentence } = error instanceof HttpError ? error : new HttpError('INTERNAL_SERVER_ERROR');
  return { code, body: Buffer.from(JSON.stringify(errorBody(code, headers['accept-language'], sentence))) };
}
