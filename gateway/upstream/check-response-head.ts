import { readSignatureChallenge, SIGNATURE_FAILURES } from '../../subgraphs/protocol/signature-verifier.js';
import type { Headers } from './attempt.js';
import { SubgraphError } from './subgraph-error.js';

/**
 * Checks the status and the headers of a response, before its body is read.
 *
 * @param acceptsGzip whether the request's Accept-Encoding has gzip
 * @returns the error with which the call fails; undefined when the body is worth reading
 */
export function checkResponseHead(
  status: number,
  headers: Headers,
  service: string,
  acceptsGzip: boolean,
): SubgraphError | undefined {
  const type = String(headers['content-type'] ?? '');
  const encoding = String(headers['content-encoding'] ?? 'identity');
  const failure = status === 401 ? readSignatureChallenge(headers['www-authenticate']) : undefined;
  if (failure)
    return new SubgraphError('SUBGRAPH_REFUSED', service, `status 401, ${failure}: ${SIGNATURE_FAILURES[failure]}`);
  if (status === 401 || status === 403) return new SubgraphError('SUBGRAPH_REFUSED', service, `status ${status}`);
  if (status >= 502 && status <= 504) return new SubgraphError('SUBGRAPH_UNREACHABLE', service, `status ${status}`);
  if (status < 200 || (status >= 300 && status < 400))
    return new SubgraphError('SUBGRAPH_BAD_ANSWER', service, `status ${status}; redirects are not followed`);
  if (!/^application\/(graphql-response\+)?json\s*(;|$)/i.test(type))
    return new SubgraphError('SUBGRAPH_BAD_ANSWER', service, `status ${status}, content type "${type}"`);
  if (encoding !== 'identity' && !(acceptsGzip && encoding === 'gzip'))
    return new SubgraphError('SUBGRAPH_BAD_ANSWER', service, `content encoding "${encoding}", which was not asked for`);
  return undefined;
}
