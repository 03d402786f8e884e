import { createHmac } from 'node:crypto';

/**
 * Makes the function that gives a digest of a caller's id or address: always the same, and without the secret nobody can find whose it
 * is by trying those that there are.
 *
 * @param purpose digests for different purposes cannot be compared
 */
export function createCallerDigest(secret: string | Buffer, purpose: string): (caller: string) => Buffer {
  const key = createHmac('sha256', secret).update(purpose).digest();
  return (caller) => createHmac('sha256', key).update(caller).digest();
}
