import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { createApiSchema } from '../../../gateway/graphql-document/api-schema.js';
import { readServed, type ServedSupergraph } from '../../../gateway/supergraph/unserved-features.js';
import { CommandError } from '../report/exit-code.js';

/** A supergraph as the gateway reads it. */
export interface SupergraphView extends ServedSupergraph {
  sdl: string;
  /** The same, parsed. */
  supergraph: DocumentNode;
  /** What clients see. */
  api: GraphQLSchema;
}

export function viewSupergraph(sdl: string, supergraph: DocumentNode, served: ServedSupergraph): SupergraphView {
  return { ...served, sdl, supergraph, api: createApiSchema(served.document) };
}

/** @throws CommandError for one that a gateway would refuse */
export function viewPublished(sdl: string): SupergraphView {
  const supergraph = parse(sdl, { noLocation: true });
  const { unserved, served } = readServed(supergraph);
  if (!served) throw new CommandError(`The published supergraph cannot be served. ${unserved[0]?.message ?? ''}`);
  return viewSupergraph(sdl, supergraph, served);
}
