/** No token can be made; the message says what to do. */
export class TokenError extends Error {
  override name = 'TokenError';
}
