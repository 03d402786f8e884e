import { createHash } from 'node:crypto';
import type { QueryPlan } from '@apollo/query-planner';
import { print, type DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { RequestError } from '../../../errors.js';
import type { Planner } from './planner.js';

/** Bytes of plans that are kept, about. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Operations, and milliseconds. */
const MAX_REFUSED = 1_000;
const REFUSED_MS = 10 * 60_000;
/** A plan in memory takes about this many times its JSON text. */
const BYTES_PER_CHARACTER = 4;

/** Plans of one supergraph, each made once. */
export interface PlanCache {
  /** The plan of an operation, made when it is not there; all who ask meanwhile get the same one. */
  planOf(document: DocumentNode, operationName: string | undefined): Promise<QueryPlan>;
}

/** Makes an empty cache, bounded in bytes. Operations that differ in white space only share a plan. */
export function createPlanCache(planner: Planner): PlanCache {
  const plans = new LRUCache<string, QueryPlan>({
    maxSize: MAX_BYTES,
    sizeCalculation: (plan) => 1 + JSON.stringify(plan).length * BYTES_PER_CHARACTER,
  });
  const pending = new Map<string, Promise<QueryPlan>>();
  /** What planning has cost too much is not tried again and again. */
  const refused = new LRUCache<string, RequestError>({ max: MAX_REFUSED, ttl: REFUSED_MS });

  return {
    planOf(document, operationName) {
      const key = createHash('sha256')
        .update(`${operationName ?? ''}\n`)
        .update(print(document))
        .digest('base64');
      const known = plans.get(key);
      if (known) return Promise.resolve(known);
      const refusal = refused.get(key);
      if (refusal) return Promise.reject(refusal);
      let plan = pending.get(key);
      if (!plan) {
        plan = make(key, document, operationName).finally(() => pending.delete(key));
        pending.set(key, plan);
      }
      return plan;
    },
  };

  async function make(key: string, document: DocumentNode, operationName: string | undefined): Promise<QueryPlan> {
    try {
      const plan = await planner.plan(document, operationName);
      plans.set(key, plan);
      return plan;
    } catch (error) {
      if (error instanceof RequestError) refused.set(key, error);
      throw error;
    }
  }
}
