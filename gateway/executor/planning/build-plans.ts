import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { buildASTSchema, parse, type DocumentNode } from 'graphql';
import { createRequirementKeeper } from './keep-requirements.js';

/**
 * Makes Apollo's planner of a supergraph, which takes as long as reading the supergraph does: some tenths of a second.
 *
 * @returns the function that plans; it blocks its thread, for some operations for long
 */
export function buildPlans(supergraphSdl: string): (document: DocumentNode, operationName: string | undefined) => QueryPlan {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false });
  const planner = new QueryPlanner(supergraph);
  const apiSchema = supergraph.apiSchema();
  const keepRequirements = createRequirementKeeper(buildASTSchema(parse(supergraphSdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true }));
  return (document, operationName) => keepRequirements(planner.buildQueryPlan(operationFromDocument(apiSchema, document, { ...(operationName !== undefined && { operationName }) })));
}
