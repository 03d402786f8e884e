import { createHash } from 'node:crypto';
import type { QueryPlan } from '@apollo/query-planner';
import { print, type DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Planner } from './planner.js';

/** Bytes of plans that are kept, about. */
const MAX_BYTES = 32 * 1024 * 1024;
/** A plan in memory takes about this many times its JSON text. */
const BYTES_PER_CHARACTER = 4;

/** Plans of one supergraph, each made once. */
export interface PlanCache {
  /** The plan of an operation, made when it is not there; all who ask meanwhile get the same one. */
  planOf(document: DocumentNode, operationName: string | undefined): Promise<QueryPlan>;
}

/** Makes an empty cache, bounded in bytes. Operations that differ in white space only share a plan. */
export function createPlanCache(planner: Planner): PlanCache {
  const plans = new LRUCache<string, QueryPlan>({ maxSize: MAX_BYTES, sizeCalculation: (plan) => 1 + JSON.stringify(plan).length * BYTES_PER_CHARACTER });
  const pending = new Map<string, Promise<QueryPlan>>();

  return {
    planOf(document, operationName) {
      const key = createHash('sha256').update(`${operationName ?? ''}\n`).update(print(document)).digest('base64');
      const known = plans.get(key);
      if (known) return Promise.resolve(known);
      let plan = pending.get(key);
      if (!plan) {
        plan = planner.plan(document, operationName).then((made) => {
          plans.set(key, made);
          return made;
        }).finally(() => pending.delete(key));
        pending.set(key, plan);
      }
      return plan;
    },
  };
}
