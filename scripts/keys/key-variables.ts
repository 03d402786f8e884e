import { deriveSenderKey, deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { keyVariable } from '../../subgraphs/process/subgraph-variables.js';

/**
 * Derives the variables with which one subgraph is started.
 *
 * @param secrets one, or two while the secret changes: the first one signs, both are accepted
 * @param subgraph its name in the supergraph
 * @param called the names of the subgraphs that it calls
 */
export function keyVariables(
  secrets: readonly string[],
  subgraph: string,
  called: readonly string[],
): Record<string, string> {
  const listOf = (keyOf: (secret: string) => string) => secrets.map(keyOf).join(',');
  return {
    SUBGRAPH_KEY: listOf((secret) => deriveSubgraphKey(secret, subgraph)),
    ...Object.fromEntries(
      called
        .filter((other) => other !== subgraph)
        .map((other) => [
          keyVariable(other),
          listOf((secret) => deriveSenderKey(deriveSubgraphKey(secret, other), subgraph)),
        ]),
    ),
  };
}
