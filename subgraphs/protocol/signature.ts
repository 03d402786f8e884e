import { createHmac, createSecretKey, hash, randomFillSync } from 'node:crypto';
import { CALLER_HEADER } from './headers.js';

/**
 * HTTP Message Signatures (RFC 9421) with `hmac-sha256`, between the gateway and a subgraph, or between two subgraphs.
 * README.md in this folder says what is signed, for whoever verifies it in another language.
 */

/** The headers that carry a signature: RFC 9530 for the digest, RFC 9421 for the others. */
export const DIGEST_HEADER = 'content-digest';
export const SIGNATURE_INPUT_HEADER = 'signature-input';
export const SIGNATURE_HEADER = 'signature';

/** Names our signature among others that a proxy may add. */
export const SIGNATURE_TAG = 'citylink';
export const SIGNATURE_ALGORITHM = 'hmac-sha256';
/** What every signature covers; with a caller, `citylink-caller` too. */
export const SIGNED_COMPONENTS = ['@method', '@path', '@query', DIGEST_HEADER] as const;

/** Who signs: the gateway, or a subgraph by its name. */
export type Sender = { readonly kind: 'gateway' } | { readonly kind: 'subgraph'; readonly name: string };

export const GATEWAY: Sender = { kind: 'gateway' };

export interface SignerOptions {
  /** As `deriveSubgraphKey` or `deriveSenderKey` returns it. */
  key: string;
  sender: Sender;
  /** Name of the subgraph that is called. */
  audience: string;
  /** Path and query of the subgraph's address: `/graphql`. */
  target: string;
}

export interface SignedHeaders {
  readonly [DIGEST_HEADER]: string;
  readonly [SIGNATURE_INPUT_HEADER]: string;
  readonly [SIGNATURE_HEADER]: string;
}

/**
 * Signs one POST request.
 *
 * @param body exactly the bytes that are sent
 * @param caller value of `citylink-caller`; empty when the header is not sent
 * @param now epoch milliseconds
 */
export type Signer = (body: string | Uint8Array, caller?: string, now?: number) => SignedHeaders;

/** Creates the signer of all requests to one subgraph. What is the same in each request is written once. */
export function createSigner({ key, sender, audience, target }: SignerOptions): Signer {
  const secret = createSecretKey(key, 'utf8');
  const covered = SIGNED_COMPONENTS.map((name) => `"${name}"`).join(' ');
  const withoutCaller = `(${covered});created=`;
  const withCaller = `(${covered} "${CALLER_HEADER}");created=`;
  const fixedLines = `"@method": POST\n"@path": ${pathOf(target)}\n"@query": ${queryOf(target)}\n"${DIGEST_HEADER}": `;
  const fixedParameters = `";keyid="${writeKeyId(sender, audience)}";alg="${SIGNATURE_ALGORITHM}";tag="${SIGNATURE_TAG}"`;

  return (body, caller = '', now = Date.now()) => {
    const digest = digestOf(body);
    const parameters = `${caller === '' ? withoutCaller : withCaller}${Math.floor(now / 1000)};nonce="${createNonce()}${fixedParameters}`;
    const callerLine = caller === '' ? '' : `\n"${CALLER_HEADER}": ${caller}`;
    const base = `${fixedLines}${digest}${callerLine}\n"@signature-params": ${parameters}`;
    return {
      [DIGEST_HEADER]: digest,
      [SIGNATURE_INPUT_HEADER]: `${SIGNATURE_TAG}=${parameters}`,
      [SIGNATURE_HEADER]: `${SIGNATURE_TAG}=:${createHmac('sha256', secret).update(base).digest('base64')}:`,
    };
  };
}

/** The value of `content-digest` for a body. */
export function digestOf(body: string | Uint8Array): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`;
}

/** The component `@path` of a request target (RFC 9421, section 2.2.6). */
export function pathOf(target: string): string {
  const at = target.indexOf('?');
  return (at === -1 ? target : target.slice(0, at)) || '/';
}

/** The component `@query` of a request target (RFC 9421, section 2.2.7): `?` when it has none. */
export function queryOf(target: string): string {
  const at = target.indexOf('?');
  return at === -1 ? '?' : target.slice(at);
}

/** Writes the parameter `keyid`: `gateway/cities`, or `subgraph:events/cities`. */
function writeKeyId(sender: Sender, audience: string): string {
  const from = sender.kind === 'gateway' ? 'gateway' : `subgraph:${encodeURIComponent(sender.name)}`;
  return `${from}/${encodeURIComponent(audience)}`;
}

/** Random bytes for nonces, drawn many at once: a call of the generator costs more than its bytes. */
const NONCE_BYTES = 12;
const random = Buffer.allocUnsafeSlow(NONCE_BYTES * 256);
let used = random.length;

function createNonce(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += NONCE_BYTES;
  return random.toString('base64url', used - NONCE_BYTES, used);
}
