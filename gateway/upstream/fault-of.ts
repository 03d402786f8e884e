import { SubgraphFault } from './subgraph-fault.js';

/** @param error of a connection, or a fault already; `afterMs` is how long the subgraph was given */
export function faultOf(error: unknown, service: string, afterMs: number): SubgraphFault {
  if (error instanceof SubgraphFault) return error;
  const { name, code, message } = error as Error & { code?: string };
  const detail = `${code ?? name}: ${message}`;
  return code === 'UND_ERR_CONNECT_TIMEOUT'
    ? new SubgraphFault('SUBGRAPH_TIMEOUT', service, detail, { afterMs })
    : new SubgraphFault('SUBGRAPH_UNREACHABLE', service, detail);
}
