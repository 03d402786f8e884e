import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { buildASTSchema, parse, type DocumentNode } from 'graphql';
import { createRequirementKeeper } from './keep-requirements.js';
import { PLANNING } from './planning.js';
import { refuseLeftOut, refuseUnknowable } from './refuse-left-out.js';

/**
 * Makes Apollo's planner of a supergraph, which takes as long as reading the supergraph does: some tenths of a second.
 *
 * @returns the function that plans; it blocks its thread, for some operations for long, and refuses what Apollo's planner
 * would get wrong
 */
export function buildPlans(
  supergraphSdl: string,
): (document: DocumentNode, operationName: string | undefined) => QueryPlan {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false });
  const planner = new QueryPlanner(supergraph, PLANNING);
  const apiSchema = supergraph.apiSchema();
  const schema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  const keepRequirements = createRequirementKeeper(schema);

  return (document, operationName) => {
    const plan = planned(document, operationName);
    refuseLeftOut(schema, document, operationName, plan);
    return keepRequirements(plan);
  };

  function planned(document: DocumentNode, operationName: string | undefined): QueryPlan {
    try {
      return planner.buildQueryPlan(
        operationFromDocument(apiSchema, document, { ...(operationName !== undefined && { operationName }) }),
      );
    } catch (error) {
      refuseUnknowable(schema, document, operationName);
      throw error;
    }
  }
}
