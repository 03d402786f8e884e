import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';

/** Plans operations of one supergraph. */
export interface Planner {
  /** @throws what Apollo's planner throws for an operation that it cannot plan */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan;
}

/** Makes a planner, which takes as long as reading the supergraph does: some tenths of a second. */
export function createPlanner(supergraphSdl: string): Planner {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false });
  const planner = new QueryPlanner(supergraph);
  const apiSchema = supergraph.apiSchema();
  return { plan: (document, operationName) => planner.buildQueryPlan(operationFromDocument(apiSchema, document, { ...(operationName !== undefined && { operationName }) })) };
}
