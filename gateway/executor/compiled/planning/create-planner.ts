import { existsSync } from 'node:fs';
import { buildPlans } from './build-plans.js';
import type { Planner } from './planner.js';
import { createWorkerPlanner } from './worker-planner.js';

/** Makes the planner of a supergraph: in a thread of its own, or in this one where the sources run without being built. */
export function createPlanner(supergraphSdl: string): Planner {
  const file = new URL('./plan-worker.js', import.meta.url);
  return existsSync(file) ? createWorkerPlanner({ supergraphSdl, file }) : createLocalPlanner(supergraphSdl);
}

function createLocalPlanner(supergraphSdl: string): Planner {
  const plan = buildPlans(supergraphSdl);
  return { plan: async (document, operationName) => plan(document, operationName), close: async () => undefined };
}
