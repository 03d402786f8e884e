import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { RequestError } from '../../errors.js';
import type { Overrides } from './planner.js';
import { PlannerCrash, PlannerRefusal } from './planner-queue.js';

/** Bytes of plans that are kept, about. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Operations, and milliseconds. */
const MAX_REFUSED = 1_000;
const REFUSED_MS = 10 * 60_000;
/** A plan in memory takes about this many times its JSON text. */
const BYTES_PER_CHARACTER = 4;

interface PlanCacheOptions<P> {
  maxBytes?: number;
  /** Of a plan in memory, about. */
  bytesOf?: (plan: P) => number;
}

type Make<P> = (document: string, overrides: Overrides) => Promise<P>;

/**
 * Keeps plans by their documents, bounded in bytes. A plan that is being made is shared by all requests that need it. A document
 * that can never be planned is refused again without being tried, for ten minutes; a passing failure is not kept.
 */
export function cachePlans<P extends object | string>(
  make: Make<P>,
  {
    maxBytes = MAX_BYTES,
    bytesOf = (plan) => JSON.stringify(plan).length * BYTES_PER_CHARACTER,
  }: PlanCacheOptions<P> = {},
): Make<P> {
  const plans = new LRUCache<string, P>({ maxSize: maxBytes, sizeCalculation: (plan) => 1 + bytesOf(plan) });
  const pending = new Map<string, Promise<P>>();
  const refused = new LRUCache<string, Error>({ max: MAX_REFUSED, ttl: REFUSED_MS });

  return (document, overrides) => {
    const key = createHash('sha256')
      .update(`${overrides.labels.join(' ')}\n`)
      .update(document)
      .digest('base64');
    const known = plans.get(key);
    if (known) return Promise.resolve(known);
    const refusal = refused.get(key);
    if (refusal) return Promise.reject(refusal);
    let plan = pending.get(key);
    if (!plan) {
      plan = makeAndKeep(key, document, overrides).finally(() => pending.delete(key));
      pending.set(key, plan);
    }
    return plan;
  };

  async function makeAndKeep(key: string, document: string, overrides: Overrides): Promise<P> {
    try {
      const plan = await make(document, overrides);
      plans.set(key, plan);
      return plan;
    } catch (error) {
      if (isLasting(error)) refused.set(key, error);
      throw error;
    }
  }
}

function isLasting(error: unknown): error is Error {
  return error instanceof RequestError || error instanceof PlannerRefusal || error instanceof PlannerCrash;
}
