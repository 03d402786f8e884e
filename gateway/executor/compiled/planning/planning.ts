import type { QueryPlannerConfig } from '@apollo/query-planner';

/**
 * How operations are planned, by whichever executor. The client's fragments are not used again in what is sent: whoever
 * looks at a fetch's fields, to check an answer or to tell what is missing of it, finds all of them.
 */
export const PLANNING: QueryPlannerConfig = { reuseQueryFragments: false };
