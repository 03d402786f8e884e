import { REQUEST_ID_HEADER } from '../../subgraphs/protocol/headers.js';
import type { SubgraphCall } from './subgraph-call.js';

type Headers = Readonly<Record<string, string>>;

/** The queries that were sent to a subgraph and whose responses have not begun to arrive. */
interface InFlightCalls {
  /**
   * Finds a call with the same body and the same headers. Only the request id and its trace may differ.
   *
   * @param hash of the body, see {@link hashBody}
   * @param deadline the call must end before it
   * @param now by the clock of the calls; one that has waited for longer than {@link MAX_AGE_MS} is not joined
   */
  find(hash: number, body: Buffer, headers: Headers, deadline: number, now: number): SubgraphCall | undefined;
  add(hash: number, call: SubgraphCall): void;
  remove(hash: number, call: SubgraphCall): void;
  /** Ends joining of the present calls: a mutation has made their responses stale. */
  clear(): void;
}

/**
 * Milliseconds. What a subgraph has read may be older than its answer, when it answers late, and changes may not be heard for
 * about a second: nobody is given what is older than that.
 */
const MAX_AGE_MS = 900;

export function createInFlightCalls(): InFlightCalls {
  const calls = new Map<number, SubgraphCall[]>();
  return {
    find(hash, body, headers, deadline, now) {
      return calls
        .get(hash)
        ?.find(
          ({ request, endsAt }) =>
            endsAt <= deadline &&
            endsAt - request.timeoutMs > now - MAX_AGE_MS &&
            haveSameEffect(request.headers, headers, OF_REQUEST) &&
            request.body.equals(body),
        );
    },
    add(hash, call) {
      const bucket = calls.get(hash);
      if (bucket) bucket.push(call);
      else calls.set(hash, [call]);
    },
    remove(hash, call) {
      const bucket = calls.get(hash);
      const index = bucket?.indexOf(call) ?? -1;
      if (index === -1) return;
      if (bucket!.length === 1) calls.delete(hash);
      else bucket!.splice(index, 1);
    },
    clear: () => calls.clear(),
  };
}

/** Bytes of a body that its hash reads. */
const SAMPLES = 32;

/** Hashes a sample of the bytes: cheaper than a key of all bytes. Equal hashes do not prove that the bodies are equal. */
export function hashBody(body: Buffer): number {
  const step = Math.ceil(body.length / SAMPLES);
  let hash = body.length;
  for (let index = body.length - 1; index >= 0; index -= step) hash = (Math.imul(hash, 31) + body[index]!) | 0;
  return hash;
}

const QUERY_MEMBER = Buffer.from('{"query":"');
const BRACE = '{'.charCodeAt(0);
const LETTER_Q = 'q'.charCodeAt(0);

/**
 * Tells whether a request in JSON, whose first member is `query`, holds a query: its document then begins with `{` or
 * `q`. Anything else counts as a mutation, which is neither shared nor sent twice.
 */
export function isQuery(body: Buffer): boolean {
  const first = body[QUERY_MEMBER.length];
  return (
    (first === BRACE || first === LETTER_Q) &&
    body.compare(QUERY_MEMBER, 0, QUERY_MEMBER.length, 0, QUERY_MEMBER.length) === 0
  );
}

/** What two equal requests may differ in. */
const OF_REQUEST: ReadonlySet<string> = new Set([REQUEST_ID_HEADER, 'traceparent']);

/**
 * Tells whether two requests have equal headers.
 *
 * @param without the headers that make no difference; names in lower case
 */
export function haveSameEffect(one: Headers, other: Headers, without: ReadonlySet<string>): boolean {
  for (const name in one) if (one[name] !== other[name] && !without.has(name)) return false;
  for (const name in other) if (!(name in one) && !without.has(name)) return false;
  return true;
}
