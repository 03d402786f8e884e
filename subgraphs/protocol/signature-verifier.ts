import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { CALLER_HEADER } from './headers.js';
import { deriveSenderKey } from './keys.js';
import {
  DIGEST_HEADER,
  digestOf,
  GATEWAY,
  pathOf,
  queryOf,
  SIGNATURE_ALGORITHM,
  SIGNATURE_HEADER,
  SIGNATURE_INPUT_HEADER,
  SIGNATURE_TAG,
  SIGNED_COMPONENTS,
  type Sender,
} from './signature.js';

/** Why a request is refused, in words for the operators of both sides. */
export const SIGNATURE_FAILURES = {
  missing: 'The request carries no signature.',
  malformed: 'The signature cannot be read, or does not cover what it must.',
  audience: 'The request was signed for another subgraph.',
  digest: 'The body is not the one that was signed.',
  key: 'The signature does not match: it was made with another key, or for another method, path or caller.',
  clock: 'The clocks of sender and subgraph differ by more than 60 seconds, or the request is as old.',
  replay: 'The request was received before.',
} as const;

export type SignatureFailure = keyof typeof SIGNATURE_FAILURES;

/** The scheme of `www-authenticate` in the response that refuses a signature. */
const SCHEME = 'CitylinkSignature';

/** Writes the value of `www-authenticate` for a failure: `CitylinkSignature reason="clock"`. */
export function writeSignatureChallenge(failure: SignatureFailure): string {
  return `${SCHEME} reason="${failure}"`;
}

/** Reads what {@link writeSignatureChallenge} wrote; undefined for anything else. */
export function readSignatureChallenge(header: unknown): SignatureFailure | undefined {
  const reason = /^CitylinkSignature reason="(\w+)"$/.exec(typeof header === 'string' ? header : '')?.[1];
  return reason !== undefined && Object.hasOwn(SIGNATURE_FAILURES, reason) ? (reason as SignatureFailure) : undefined;
}

export interface ReceivedRequest {
  method: string;
  /** The target of the request line: path and query. */
  target: string;
  /** Names in lower case, as Node gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string | Uint8Array;
}

export type Verification = { readonly sender: Sender } | { readonly failure: SignatureFailure };

/** Seconds by which the clocks of sender and subgraph may differ. */
const MAX_SKEW_S = 60;
/** A signature made at a clock that is ahead stays valid for twice the skew; it is remembered for longer. */
export const REMEMBERED_MS = (2 * MAX_SKEW_S + 2) * 1_000;

/**
 * Creates the function that verifies the requests to a subgraph. A request is accepted once: its signature is remembered
 * in this process for as long as its time is valid.
 *
 * @param audience the subgraph's name
 * @param keys of the subgraph, as `deriveSubgraphKey` returns them: several while the secret changes
 * @param clock epoch milliseconds
 */
export function createSignatureVerifier(
  { audience, keys }: { audience: string; keys: readonly string[] },
  clock: () => number = Date.now,
): (request: ReceivedRequest) => Verification {
  const ownId = encodeURIComponent(audience);
  const gatewayKeys = keys.map((key) => createSecretKey(key, 'utf8'));
  /** Only senders whose signature was verified are kept, so that nobody can fill it. */
  const senderKeys = new Map<string, readonly KeyObject[]>();
  const isReplay = createReplayCheck(clock);

  return (request) => {
    const { headers } = request;
    if (headers[SIGNATURE_INPUT_HEADER] === undefined && headers[SIGNATURE_HEADER] === undefined)
      return { failure: 'missing' };
    const input = readSignatureInput(headers[SIGNATURE_INPUT_HEADER]);
    const given = input && readSignature(headers[SIGNATURE_HEADER], input.label);
    const lines = input && linesOf(input.components, request);
    if (!input || !given || !lines) return { failure: 'malformed' };
    const parties = readKeyId(input.keyId);
    if (!parties) return { failure: 'malformed' };
    if (parties.audience !== ownId) return { failure: 'audience' };
    if (headers[DIGEST_HEADER] !== digestOf(request.body)) return { failure: 'digest' };

    const base = `${lines}\n"@signature-params": ${input.parameters}`;
    const { sender } = parties;
    const candidates =
      sender.kind === 'gateway'
        ? gatewayKeys
        : (senderKeys.get(sender.name) ??
          keys.map((key) => createSecretKey(deriveSenderKey(key, sender.name), 'utf8')));
    if (!candidates.some((key) => timingSafeEqual(createHmac('sha256', key).update(base).digest(), given)))
      return { failure: 'key' };
    if (sender.kind === 'subgraph') senderKeys.set(sender.name, candidates);

    if (Math.abs(Math.floor(clock() / 1_000) - input.created) > MAX_SKEW_S) return { failure: 'clock' };
    if (isReplay(given)) return { failure: 'replay' };
    return { sender };
  };
}

interface SignatureInput {
  label: string;
  components: readonly string[];
  /** Components and parameters as they were sent, which is what is signed. */
  parameters: string;
  created: number;
  keyId: string;
}

/** One member of the dictionary (RFC 8941): a list of component names without parameters, and parameters of integers and strings. */
const MEMBER =
  /([a-z*][\w.*-]*)=(\(((?:"[^"\\]+"(?: "[^"\\]+")*)?)\)((?:;[a-z*][\w.*-]*=(?:"[^"\\]*"|\d{1,15}))*))(?:[ \t]*,[ \t]*|$)/y;
const PARAMETER = /;([a-z*][\w.*-]*)=(?:"([^"\\]*)"|(\d+))/g;

/** Reads the signature input that carries our tag; undefined when there is none, or it lacks what we ask for. */
function readSignatureInput(header: string | string[] | undefined): SignatureInput | undefined {
  if (typeof header !== 'string') return undefined;
  MEMBER.lastIndex = 0;
  for (let match = MEMBER.exec(header); match; match = MEMBER.exec(header)) {
    const [, label = '', parameters = '', names = '', rest = ''] = match;
    const values = new Map(
      [...rest.matchAll(PARAMETER)].map(([, name, text, number]) => [name, text ?? Number(number)]),
    );
    if (values.get('tag') === SIGNATURE_TAG) {
      const [created, nonce, keyId, algorithm] = ['created', 'nonce', 'keyid', 'alg'].map((name) => values.get(name));
      const isComplete =
        typeof created === 'number' &&
        typeof nonce === 'string' &&
        nonce.length >= 16 &&
        typeof keyId === 'string' &&
        (algorithm === undefined || algorithm === SIGNATURE_ALGORITHM);
      if (!isComplete) return undefined;
      return { label, components: names.split(' ').map((name) => name.slice(1, -1)), parameters, created, keyId };
    }
    if (MEMBER.lastIndex >= header.length) break;
  }
  return undefined;
}

function readSignature(header: string | string[] | undefined, label: string): Buffer | undefined {
  if (typeof header !== 'string') return undefined;
  for (const member of header.split(',')) {
    const match = /^\s*([^=\s]+)=:([A-Za-z0-9+/]{43}=):\s*$/.exec(member);
    if (match?.[1] === label) return Buffer.from(match[2]!, 'base64');
  }
  return undefined;
}

/** The signature of a request that was accepted, in bytes: the same however its header is written. */
export function signatureOf({ headers }: Pick<ReceivedRequest, 'headers'>): Buffer | undefined {
  const input = readSignatureInput(headers[SIGNATURE_INPUT_HEADER]);
  return input && readSignature(headers[SIGNATURE_HEADER], input.label);
}

/** Writes the lines of the signature base (RFC 9421, section 2.5); undefined unless all is covered that must be, once. */
function linesOf(components: readonly string[], { method, target, headers }: ReceivedRequest): string | undefined {
  const required = [...SIGNED_COMPONENTS, ...(headers[CALLER_HEADER] === undefined ? [] : [CALLER_HEADER])];
  if (new Set(components).size !== components.length) return undefined;
  if (!required.every((name) => components.includes(name))) return undefined;
  const lines: string[] = [];
  for (const name of components) {
    const value =
      name === '@method'
        ? method
        : name === '@path'
          ? pathOf(target)
          : name === '@query'
            ? queryOf(target)
            : headers[name];
    if (typeof value !== 'string') return undefined;
    lines.push(`"${name}": ${value.trim()}`);
  }
  return lines.join('\n');
}

function readKeyId(text: string): { sender: Sender; audience: string } | undefined {
  const [from = '', audience, more] = text.split('/');
  if (audience === undefined || more !== undefined) return undefined;
  if (from === 'gateway') return { sender: GATEWAY, audience };
  const name = /^subgraph:([\w.!~*'()%-]{1,100})$/.exec(from)?.[1];
  try {
    return name === undefined ? undefined : { sender: { kind: 'subgraph', name: decodeURIComponent(name) }, audience };
  } catch {
    return undefined;
  }
}

/**
 * Creates the check whether a signature was seen before. It keeps 48 bits of each, in two generations, so that each is
 * remembered for at least {@link REMEMBERED_MS} in bounded memory. A nonce makes signatures of equal requests differ.
 */
function createReplayCheck(clock: () => number): (signature: Buffer) => boolean {
  let fresh = new Set<number>();
  let old = new Set<number>();
  let swapAt = clock() + REMEMBERED_MS;
  return (signature) => {
    const now = clock();
    if (now >= swapAt) {
      old = now >= swapAt + REMEMBERED_MS ? new Set() : fresh;
      fresh = new Set();
      swapAt = now + REMEMBERED_MS;
    }
    const mark = signature.readUIntBE(0, 6);
    if (fresh.has(mark) || old.has(mark)) return true;
    fresh.add(mark);
    return false;
  };
}
