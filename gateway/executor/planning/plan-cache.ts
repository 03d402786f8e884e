import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { RequestError } from '../../errors.js';
import type { Plan } from './plan.js';
import type { Overrides } from './planner.js';

/** Bytes of plans that are kept, about. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Operations, and milliseconds. */
const MAX_REFUSED = 1_000;
const REFUSED_MS = 10 * 60_000;
/** A plan in memory takes about this many times its JSON text. */
const BYTES_PER_CHARACTER = 4;

type Make = (document: string, overrides: Overrides) => Promise<Plan>;

/**
 * Keeps plans by their documents, bounded in bytes. A plan that is being made is shared by all requests that need it. A document
 * that can never be planned is refused again without being tried, for ten minutes; a passing failure is not kept.
 */
export function cachePlans(make: Make): Make {
  const plans = new LRUCache<string, Plan>({
    maxSize: MAX_BYTES,
    sizeCalculation: (plan) => 1 + JSON.stringify(plan).length * BYTES_PER_CHARACTER,
  });
  const pending = new Map<string, Promise<Plan>>();
  const refused = new LRUCache<string, RequestError>({ max: MAX_REFUSED, ttl: REFUSED_MS });

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

  async function makeAndKeep(key: string, document: string, overrides: Overrides): Promise<Plan> {
    try {
      const plan = await make(document, overrides);
      plans.set(key, plan);
      return plan;
    } catch (error) {
      if (error instanceof RequestError) refused.set(key, error);
      throw error;
    }
  }
}
