import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;

/** What a key looks like: 32 bytes in base64url. */
export const KEY_PATTERN = /^[\w-]{43}$/;

/**
 * Derives the key of one subgraph from the secret of the network: HKDF-SHA256 (RFC 5869) without salt. The gateway signs
 * its calls to the subgraph with it. No key leads to the secret, or to the key of another subgraph.
 *
 * @param subgraph its name in the supergraph
 * @returns 43 characters of base64url; these characters are the HMAC key
 */
export function deriveSubgraphKey(secret: string, subgraph: string): string {
  return derive(secret, ['citylink', 'subgraph', subgraph]);
}

/**
 * Derives the key with which another subgraph signs its calls to a subgraph. The called subgraph derives it from its own
 * key; the calling one is given only the result, with which it cannot sign as the gateway.
 *
 * @param key of the subgraph that is called
 * @param sender name of the subgraph that calls
 */
export function deriveSenderKey(key: string, sender: string): string {
  return derive(key, ['citylink', 'sender', sender]);
}

function derive(secret: string, purpose: readonly string[]): string {
  return Buffer.from(hkdfSync('sha256', secret, '', JSON.stringify(purpose), KEY_BYTES)).toString('base64url');
}
