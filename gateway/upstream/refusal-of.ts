import type { Headers } from './attempt.js';
import { SubgraphFault } from './subgraph-fault.js';

/**
 * Why an answer is not worth reading, told from its head.
 *
 * @param takesGzip whether it was asked to come compressed
 */
export function refusalOf(
  status: number,
  headers: Headers,
  service: string,
  takesGzip: boolean,
): SubgraphFault | undefined {
  const type = String(headers['content-type'] ?? '');
  const encoding = String(headers['content-encoding'] ?? 'identity');
  if (status === 401 || status === 403) return new SubgraphFault('SUBGRAPH_REFUSED', service, `status ${status}`);
  if (status >= 502 && status <= 504) return new SubgraphFault('SUBGRAPH_UNREACHABLE', service, `status ${status}`);
  if (status < 200 || (status >= 300 && status < 400))
    return new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, `status ${status}; redirects are not followed`);
  if (!/^application\/(graphql-response\+)?json\s*(;|$)/i.test(type))
    return new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, `status ${status}, content type "${type}"`);
  if (encoding !== 'identity' && !(takesGzip && encoding === 'gzip'))
    return new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, `content encoding "${encoding}", which was not asked for`);
  return undefined;
}
