// What plans for executors of other processes, without an executor: the process that starts several gateways imports this file
// only. It loads no more than it needs to run the planner.
export { createHiveQueue, type OpenHiveQueue } from './planning/hive/hive-queue.js';
export { cachePlans } from './planning/plan-cache.js';
export { PlanningFailed, type Overrides } from './planning/planner.js';
export { PlannerCrash, PlannerRefusal, PlannerUnavailable, type PlannerQueue } from './planning/planner-queue.js';
