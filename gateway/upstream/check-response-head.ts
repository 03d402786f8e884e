import { readSignatureChallenge, SIGNATURE_FAILURES } from '../../subgraphs/protocol/signature-verifier.js';
import { SubgraphError } from './subgraph-error.js';

export type Headers = Record<string, string | string[] | undefined>;

export interface ResponseHead {
  status: number;
  headers: Headers;
}

/** The media types of GraphQL over HTTP, and one that some servers made up. */
const GRAPHQL_TYPE = /^\s*application\/(graphql-response\+|graphql\+)?json\s*(;|$)/i;

/**
 * Checks the status and the headers of a response, before its body is read. A response with an error status passes when its
 * body may be a GraphQL result: {@link toStatusError} is for the case that it is none.
 *
 * @returns the error with which the call fails; undefined when the body is worth reading
 */
export function checkResponseHead(status: number, headers: Headers, service: string): SubgraphError | undefined {
  const bad = (detail: string) => new SubgraphError('SUBGRAPH_BAD_ANSWER', service, `status ${status}, ${detail}`);
  if (status < 200 || (status >= 300 && status < 400)) return bad('redirects are not followed');
  const type = String(headers['content-type'] ?? '');
  // Our subgraphs refuse the gateway's signature so: the client could do nothing about it.
  const isSignatureRefused = status === 401 && readSignatureChallenge(headers['www-authenticate']) !== undefined;
  if (!isGraphQLType(type) || isSignatureRefused)
    return status >= 400 ? toStatusError(status, headers, service) : bad(`content type "${type}"`);
  if (readContentEncoding(headers) === undefined)
    return bad(`content encoding "${String(headers['content-encoding'])}", which was not requested`);
  return undefined;
}

/** Makes the error for a response whose status is an error and whose body does not explain it. */
export function toStatusError(status: number, headers: Headers, service: string): SubgraphError {
  const failure = status === 401 ? readSignatureChallenge(headers['www-authenticate']) : undefined;
  const detail = `status ${status}${failure === undefined ? '' : `, ${failure}: ${SIGNATURE_FAILURES[failure]}`}`;
  if (status === 401 || status === 403) return new SubgraphError('SUBGRAPH_REFUSED', service, detail);
  if (status >= 502 && status <= 504) return new SubgraphError('SUBGRAPH_UNREACHABLE', service, detail);
  return new SubgraphError('SUBGRAPH_BAD_ANSWER', service, `${detail}, and no GraphQL errors`);
}

/**
 * Reads the content encoding. Servers write it in capitals, leave it empty, or compress although the request did not accept it.
 *
 * @returns undefined for an encoding that the gateway cannot read
 */
export function readContentEncoding(headers: Headers): 'identity' | 'gzip' | undefined {
  const value = headers['content-encoding'];
  if (value === undefined) return 'identity';
  const encoding = String(value).trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return 'identity';
  return encoding === 'gzip' || encoding === 'x-gzip' ? 'gzip' : undefined;
}

/** A proxy may have doubled the header: then each of its values must be right. */
function isGraphQLType(value: string): boolean {
  return GRAPHQL_TYPE.test(value) || (value.includes(',') && value.split(',').every((type) => GRAPHQL_TYPE.test(type)));
}
