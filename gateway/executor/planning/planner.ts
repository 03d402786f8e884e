import type { Plan } from './plan.js';

/** `auto` takes Hive Router's planner where it runs, and Apollo's for what that one cannot plan. */
export const PLANNERS = ['auto', 'hive', 'apollo'] as const;

/** Plans operations of one supergraph. */
export interface Planner {
  readonly name: (typeof PLANNERS)[number];
  /**
   * @param document one canonical operation, printed: a query, mutation or subscription without names of the client's, with inline
   * fragments only, without `@skip` and `@include`, without introspection fields other than `__typename`
   * @param overrides drawn for the request
   * @throws RequestError when the operation can never be planned: it is too large by itself, or no subgraph can give a
   * field of it
   * @throws PlanningFailed when planning failed for a passing reason
   */
  plan(document: string, overrides?: Overrides): Promise<Plan>;
  /**
   * Resolves when it can plan. A planner beside which there is another one is not waited for.
   *
   * @throws PlannerUnavailable when it can never plan here
   */
  ready(): Promise<void>;
  /** Draws which labels of `@override` are active for one request. The same object stands for the same plans. */
  drawOverrides(): Overrides;
  /** Ends the planner's threads and processes. What is being planned is rejected with {@link PlanningFailed}. */
  close(): Promise<void>;
}

/** Which subgraph gives the fields of a progressive `@override`, for one request. */
export interface Overrides {
  /** Active labels, such as `percent(20)` or those of the configuration, sorted. */
  readonly labels: readonly string[];
  /** 0 to 100: labels `percent(p)` with p above it are active. */
  readonly percentage: number;
}

/** Planning failed for a reason that says nothing about the operation: a stall, or a planner that ended. It may be planned again. */
export class PlanningFailed extends Error {
  override readonly name = 'PlanningFailed';
}
