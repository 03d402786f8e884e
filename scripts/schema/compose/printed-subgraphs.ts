import { subgraphs } from '../../../subgraphs/index.js';
import { defaultPort } from '../../../subgraphs/process/default-port.js';
import { buildSchemaOf } from '../../../subgraphs/runtime/schema/schema.js';
import type { SubgraphSdl } from '../composition/compose-supergraph.js';

/** The subgraphs of this repository as they are printed and composed. */
export function printedSubgraphs(): SubgraphSdl[] {
  return subgraphs.map((subgraph, index) => ({
    name: subgraph.name,
    sdl: buildSchemaOf(subgraph).sdl,
    url: `http://127.0.0.1:${defaultPort(index)}/graphql`,
  }));
}
