import type { DocumentNode, GraphQLSchema } from 'graphql';
import { createApiSchema } from '../../../gateway/executor/api-schema.js';
import { readServed, type ServedSupergraph } from '../../../gateway/supergraph/unserved-features.js';
import { CommandError } from '../report/exit-code.js';

/** A supergraph as the gateway reads it. */
export interface SupergraphView extends ServedSupergraph {
  /** The whole supergraph. */
  supergraph: DocumentNode;
  /** What clients see. */
  api: GraphQLSchema;
}

export function viewSupergraph(supergraph: DocumentNode, served: ServedSupergraph): SupergraphView {
  return { ...served, supergraph, api: createApiSchema(served.document) };
}

/** @throws CommandError for one that a gateway would refuse */
export function viewPublished(supergraph: DocumentNode): SupergraphView {
  const { unserved, served } = readServed(supergraph);
  if (!served) throw new CommandError(`The published supergraph cannot be served. ${unserved[0]?.message ?? ''}`);
  return viewSupergraph(supergraph, served);
}
