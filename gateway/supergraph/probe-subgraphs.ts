import type { SubgraphClients } from '../upstream/subgraph-clients.js';
import { SubgraphError } from '../upstream/subgraph-error.js';
import type { DescribedSubgraph } from './describe-subgraphs.js';
import { isSameSdl } from './compare-sdl.js';

/** Why a supergraph is not served. */
export interface SubgraphProblem {
  readonly code: string;
  readonly subgraph: string;
  readonly reason: string;
}

const SDL_QUERY = 'query CitylinkSdl { _service { sdl } }';

/** The subgraphs that are new, or differ in address, settings or SDL from those in service. */
export function findChanged(
  described: Iterable<DescribedSubgraph>,
  inService: ReadonlyMap<string, DescribedSubgraph>,
): DescribedSubgraph[] {
  return [...described].filter(({ subgraph, sdl }) => {
    const before = inService.get(subgraph.name);
    return !before || JSON.stringify(before.subgraph) !== JSON.stringify(subgraph) || before.sdl !== sdl;
  });
}

/**
 * Asks subgraphs whether they are there, and where their SDL was published, whether it is the one that they serve.
 *
 * @returns the first problem
 */
export async function probeSubgraphs(
  subgraphs: readonly DescribedSubgraph[],
  clients: SubgraphClients,
): Promise<SubgraphProblem | undefined> {
  const problems = await Promise.all(subgraphs.map((each) => probe(each, clients)));
  return problems.find((problem) => problem !== undefined);
}

async function probe(
  { subgraph, sdl }: DescribedSubgraph,
  clients: SubgraphClients,
): Promise<SubgraphProblem | undefined> {
  const { name } = subgraph;
  const client = clients.acquire(subgraph);
  try {
    if (sdl === null) {
      const { data } = await client.probe();
      return data
        ? undefined
        : { code: 'SUBGRAPH_BAD_ANSWER', subgraph: name, reason: `The subgraph ${name} gives no data.` };
    }
    const { data } = await client.request({ query: SDL_QUERY, operationName: 'CitylinkSdl' });
    const served = (data as { _service?: { sdl?: unknown } } | null)?._service?.sdl;
    if (typeof served !== 'string')
      return {
        code: 'SUBGRAPH_BAD_ANSWER',
        subgraph: name,
        reason: `The subgraph ${name} does not give its SDL (_service).`,
      };
    if (isSameSdl(served, sdl)) return undefined;
    return {
      code: 'SUBGRAPH_SDL_DIFFERS',
      subgraph: name,
      reason: `The subgraph ${name} serves another SDL than the one that was published: deploy it, or publish what it serves.`,
    };
  } catch (error) {
    if (!(error instanceof SubgraphError)) {
      const { message } = error as Error;
      return {
        code: 'SUBGRAPH_BAD_ANSWER',
        subgraph: name,
        reason: `The SDL of the subgraph ${name} cannot be read: ${message}`,
      };
    }
    return { code: error.code, subgraph: name, reason: `${error.message} (${error.code})` };
  } finally {
    clients.release(client);
  }
}
