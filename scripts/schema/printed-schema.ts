import { subgraphs } from '../../subgraphs/index.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import { composeSupergraph, type SubgraphSdl } from './composition/compose-supergraph.js';
import { defaultPort } from '../../subgraphs/process/default-port.js';

/** A file of the folder `schema/`: its name, and what it must hold. */
export interface SchemaFile {
  name: string;
  text: string;
}

/** The subgraphs of this repository as they are printed and composed. */
export function printedSubgraphs(): SubgraphSdl[] {
  return subgraphs.map((subgraph, index) => ({
    name: subgraph.name,
    sdl: buildSchemaOf(subgraph).sdl,
    url: `http://127.0.0.1:${defaultPort(index)}/graphql`,
  }));
}

/**
 * What `schema/` must hold: each subgraph, the supergraph, and the schema that clients see.
 *
 * @throws CompositionError when the subgraphs do not compose
 */
export function printedSchema(printed: readonly SubgraphSdl[] = printedSubgraphs()): SchemaFile[] {
  const { supergraphSdl, apiSdl } = composeSupergraph(printed);
  return [
    ...printed.map(({ name, sdl }) => ({ name: `${name}.graphql`, text: sdl })),
    { name: 'supergraph.graphql', text: supergraphSdl },
    { name: 'api.graphql', text: apiSdl },
  ];
}
