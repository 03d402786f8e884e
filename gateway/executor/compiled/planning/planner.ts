import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';

/** Plans operations of one supergraph. */
export interface Planner {
  /**
   * @param document valid for the supergraph's API schema
   * @throws what Apollo's planner says of an operation that it cannot plan
   */
  plan(document: DocumentNode, operationName: string | undefined): Promise<QueryPlan>;
  close(): Promise<void>;
}
