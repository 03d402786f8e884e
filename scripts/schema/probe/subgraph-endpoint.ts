import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { createSigner, GATEWAY, type SignedHeaders } from '../../../subgraphs/protocol/signature.js';

/** What a subgraph sent back, or why there is nothing. */
export interface Reply {
  /** Why there is no response, as one clause; undefined when there is one. */
  failure: string | undefined;
  status: number;
  /** Names in lower case; values of a header that came several times are joined. */
  headers: Readonly<Record<string, string>>;
  /** The body as text, decompressed. */
  text: string;
  /** The body when it is a JSON object. */
  result: GraphQLResult | undefined;
  /** Milliseconds from sending to the last byte. */
  ms: number;
}

export interface GraphQLResult {
  data?: Record<string, unknown> | null;
  errors?: readonly unknown[];
}

export interface GraphQLCall {
  query: string;
  variables?: Record<string, unknown>;
}

/** How a call is signed; see subgraphs/protocol/TRUST.md. */
export type Signing =
  | 'gateway' // as the gateway signs, when the key is known
  | 'none'
  | 'wrong-key'
  | 'other-audience'
  | 'other-body' // the signature of another body
  | 'old' // ten minutes ago
  | 'unsigned-caller' // a caller that the signature does not cover
  | SignedHeaders;

export interface CallOptions {
  signing?: Signing;
  headers?: Record<string, string>;
}

export interface Endpoint {
  readonly url: string;
  /** True when calls can be signed. */
  readonly isSigned: boolean;
  /** Sends one POST request; it never throws. */
  send(call: GraphQLCall, options?: CallOptions): Promise<Reply>;
  /** The headers of a signature as the gateway makes it. */
  sign(call: GraphQLCall): SignedHeaders;
}

export interface EndpointOptions {
  url: string;
  /** The subgraph's name and key, as `deriveSubgraphKey` returns it. */
  name?: string | undefined;
  key?: string | undefined;
  /** Milliseconds for each call. */
  timeoutMs: number;
}

const TEN_MINUTES_MS = 600_000;
const MAX_CALLER = Buffer.from(JSON.stringify({ id: 'probe', roles: ['network-admin'] })).toString('base64url');
const FAILED: Omit<Reply, 'failure' | 'ms'> = { status: 0, headers: {}, text: '', result: undefined };

/** Calls a subgraph as the gateway does: POST, JSON, no redirects, signed when the key is known. */
export function createEndpoint({ url, name, key, timeoutMs }: EndpointOptions): Endpoint {
  const { pathname, search } = new URL(url);
  const target = pathname + search;
  const audience = name ?? '';
  const signer = (signingKey: string, to = audience) =>
    createSigner({ key: signingKey, sender: GATEWAY, audience: to, target });

  function signedHeaders(body: string, signing: Signing): Record<string, string> {
    if (typeof signing === 'object') return { ...signing };
    if (key === undefined || signing === 'none') return {};
    switch (signing) {
      case 'wrong-key':
        return { ...signer(randomBytes(32).toString('base64url'))(body) };
      case 'other-audience':
        return { ...signer(key, `${audience}-other`)(body) };
      case 'other-body':
        return { ...signer(key)(`${body} `) };
      case 'old':
        return { ...signer(key)(body, '', Date.now() - TEN_MINUTES_MS) };
      case 'unsigned-caller':
        return { ...signer(key)(body), 'citylink-caller': MAX_CALLER };
      default:
        return { ...signer(key)(body) };
    }
  }

  return {
    url,
    isSigned: key !== undefined,
    sign: (call) => signer(key!)(JSON.stringify(call)),
    async send(call, { signing = 'gateway', headers = {} } = {}) {
      const body = JSON.stringify(call);
      const start = performance.now();
      try {
        const response = await request(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json, application/graphql-response+json;q=0.9',
            'accept-encoding': 'identity',
            ...signedHeaders(body, signing),
            ...headers,
          },
          body,
          signal: AbortSignal.timeout(timeoutMs),
        });
        const bytes = Buffer.from(await response.body.arrayBuffer());
        const ms = performance.now() - start;
        const received = Object.fromEntries(
          Object.entries(response.headers).map(([header, value]) => [header, [value ?? []].flat().join(', ')]),
        );
        const text = decode(bytes, received['content-encoding']);
        return {
          failure: undefined,
          status: response.statusCode,
          headers: received,
          text,
          result: readResult(text),
          ms,
        };
      } catch (error) {
        return { ...FAILED, failure: describeFailure(error as Error, timeoutMs), ms: performance.now() - start };
      }
    },
  };
}

function decode(bytes: Buffer, encoding = ''): string {
  if (!/^\s*(x-)?gzip\s*$/i.test(encoding)) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return '';
  }
}

function readResult(text: string): GraphQLResult | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function describeFailure(error: Error & { code?: string }, timeoutMs: number): string {
  if (error.name === 'TimeoutError') return `no response within ${timeoutMs} ms`;
  const cause = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  return cause.message === '' ? (error.code ?? error.name) : cause.message;
}
