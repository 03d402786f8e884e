import { createHmac, createSecretKey, randomFillSync, timingSafeEqual, type KeyObject } from 'node:crypto';

/** The header that carries a request's signature: `t=<epoch ms>,n=<nonce>,v1=<hex HMAC-SHA256>`. */
export const SIGNATURE_HEADER = 'citylink-signature';

/** How far the clocks of gateway and subgraph may differ, in milliseconds; also how long a nonce is remembered. */
const MAX_AGE_MS = 60_000;

/** What a signature covers. */
export interface Signed {
  /** Exactly what is sent: a text, or the bytes of one. */
  body: string | Uint8Array;
  /** The value of the header that says who asks; empty when nobody does. */
  caller?: string;
}

/**
 * Signs a request for a subgraph.
 *
 * @param secret the secret that the gateway and the subgraphs share
 * @param now epoch milliseconds
 * @returns the value of {@link SIGNATURE_HEADER}
 */
export function signRequest(secret: string, signed: Signed, now?: number): string {
  return createSigner(secret)(signed, now);
}

/** Makes the function that signs requests as {@link signRequest} does, for many of them. */
export function createSigner(secret: string): (signed: Signed, now?: number) => string {
  const key = keyOf(secret);
  return (signed, now = Date.now()) => {
    const nonce = newNonce();
    return `t=${now},n=${nonce},v1=${digest(key, now, nonce, signed)}`;
  };
}

/**
 * Makes the check that a subgraph runs on each request: the signature is ours, at most a minute old, and
 * its nonce was not seen before.
 *
 * @returns a function of header value and request that tells whether the request may be answered
 */
export function createSignatureVerifier(secret: string, clock: () => number = Date.now) {
  const key = keyOf(secret);
  // Two generations, swapped once a period: a nonce is remembered for at least one period, in bounded memory.
  let fresh = new Set<number>();
  let old = new Set<number>();
  let swapAt = clock() + 2 * MAX_AGE_MS;

  return function isSigned(header: string | undefined, signed: Signed): boolean {
    const match = /^t=(\d{1,15}),n=([\w-]{16}),v1=([0-9a-f]{64})$/.exec(header ?? '');
    if (!match) return false;
    const [, time = '', nonce = '', given = ''] = match;
    const now = clock();
    if (Math.abs(now - Number(time)) > MAX_AGE_MS) return false;
    const expected = digest(key, Number(time), nonce, signed);
    if (!timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(expected, 'hex'))) return false;
    if (now >= swapAt) {
      old = now >= swapAt + 2 * MAX_AGE_MS ? new Set() : fresh;
      fresh = new Set();
      swapAt = now + 2 * MAX_AGE_MS;
    }
    const mark = markOf(nonce);
    if (fresh.has(mark) || old.has(mark)) return false;
    fresh.add(mark);
    return true;
  };
}

/**
 * What of a nonce is remembered: 48 bits of it, which no other of some ten thousand has. The text itself would keep the
 * header of which it is a part, five times as much.
 */
function markOf(nonce: string): number {
  return Buffer.from(nonce.slice(0, 8), 'base64url').readUIntBE(0, 6);
}

/** Bytes of chance for nonces: drawn many at once, as each drawing costs more than its bytes. */
const chance = Buffer.allocUnsafeSlow(12 * 256);
let drawn = chance.length;

function newNonce(): string {
  if (drawn === chance.length) {
    randomFillSync(chance);
    drawn = 0;
  }
  drawn += 12;
  return chance.toString('base64url', drawn - 12, drawn);
}

function keyOf(secret: string): KeyObject {
  return createSecretKey(secret, 'utf8');
}

function digest(key: KeyObject, time: number, nonce: string, { body, caller = '' }: Signed): string {
  // The caller is base64url, so the line's end tells where the body begins.
  return createHmac('sha256', key).update(`${time}.${nonce}.${caller}\n`).update(body).digest('hex');
}
