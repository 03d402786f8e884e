import { performance } from 'node:perf_hooks';
import { print, type DocumentNode, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { requestError } from '../../errors.js';
import { createApolloPlanner } from './apollo/apollo-planner.js';
import { checkPlan } from './check-plan.js';
import { rejectForgottenTypes } from './check-types.js';
import { expandConditions } from './expand-conditions.js';
import { createHivePlanner } from './hive/hive-planner.js';
import type { OpenHiveQueue } from './hive/hive-queue.js';
import { createOverrideDraw } from './overrides.js';
import { cachePlans } from './plan-cache.js';
import { planSerially } from './plan-serially.js';
import type { Plan } from './plan.js';
import { PlanningFailed, type Overrides, type Planner } from './planner.js';
import { PlannerCrash, PlannerRefusal, PlannerUnavailable, type PlannerQueue } from './planner-queue.js';
import { splitRequirements } from './split-requirements.js';
import { readJoins } from './supergraph-joins.js';

interface PlannerOptions {
  /** The supergraph's text. */
  sdl: string;
  /** The supergraph without directives of access, which Apollo's planner refuses. */
  document: DocumentNode;
  /** The same, as a schema. */
  schema: GraphQLSchema;
  kind: Planner['name'];
  /** Labels of `@override` that are active in every request. */
  overrideLabels?: readonly string[];
  /** Gives Hive's planner where it is not to be a child of this process. */
  openHiveQueue?: OpenHiveQueue | undefined;
  /** Called with the milliseconds in which an operation was planned. */
  onPlanned?: ((ms: number) => void) | undefined;
  log: { warn(details: object, message: string): void };
}

/** Documents that Hive's planner cannot plan, which are not sent to it again. */
const MAX_UNPLANNED = 10_000;

/**
 * Makes the planner of a supergraph. Its plans are checked, kept, and each made once. Apollo's planner is started when it
 * is first needed, Hive's at once.
 */
export function createPlanner({
  sdl,
  document: supergraph,
  schema,
  kind,
  overrideLabels = [],
  openHiveQueue: openQueue,
  onPlanned,
  log,
}: PlannerOptions): Planner {
  const joins = readJoins(schema);
  const hive = kind === 'apollo' ? undefined : createHivePlanner({ sdl, document: supergraph, schema, openQueue, log });
  const apollo = kind === 'hive' ? undefined : createApolloPlanner({ readSdl: () => print(supergraph), log });
  const unplanned = new LRUCache<string, true>({ max: MAX_UNPLANNED });
  const drawOverrides = createOverrideDraw(schema, overrideLabels);
  let isHiveUnavailable = false;
  let isClosed = false;
  hive?.start();

  const plan = cachePlans(onPlanned ? measured(planSerially(planOnce), onPlanned) : planSerially(planOnce));
  return {
    name: kind,
    plan: (document, overrides = drawOverrides()) => plan(document, overrides),
    drawOverrides,
    ready: async () => void (await (apollo ? undefined : hive?.ready())),
    async close() {
      isClosed = true;
      await Promise.all([hive?.close(), apollo?.close()]);
    },
  };

  async function planOnce(document: string, overrides: Overrides): Promise<Plan> {
    if (!hive || isHiveUnavailable || unplanned.has(document)) return checked(apollo!, document, overrides);
    try {
      return await checked(hive, document, overrides);
    } catch (error) {
      const reason = (error as Error).message;
      if (!apollo || isClosed) throw error;
      if (error instanceof PlannerUnavailable) {
        isHiveUnavailable = true;
        log.warn({ reason }, 'The query planner of Hive Router does not run here: planning with the one of Apollo');
      } else if (isForOther(error)) {
        unplanned.set(document, true);
        log.warn(
          { reason },
          'The query planner of Hive Router cannot plan an operation: planning it with the one of Apollo',
        );
      } else if (error instanceof PlanningFailed) {
        log.warn({ reason }, 'The query planner of Hive Router failed: planning an operation with the one of Apollo');
      } else throw error;
      return checked(apollo, document, overrides);
    }
  }

  /** Apollo's planner finds no plan for some fragments on interfaces, and plans fragments on object types that select the same. */
  async function planInEitherForm(planner: PlannerQueue<Plan>, document: string, overrides: Overrides): Promise<Plan> {
    try {
      return await planner.plan(document, overrides);
    } catch (error) {
      const mayExpand = planner === apollo && joins.hasInterfaceObjects && error instanceof PlannerRefusal;
      const expanded = mayExpand ? expandConditions(schema, document) : undefined;
      if (expanded === undefined) throw error;
      return planner.plan(expanded, overrides);
    }
  }

  async function checked(planner: PlannerQueue<Plan>, document: string, overrides: Overrides): Promise<Plan> {
    try {
      const made = await planInEitherForm(planner, document, overrides);
      checkPlan(schema, joins, document, made);
      if (planner === hive && joins.hasInterfaceObjects) rejectForgottenTypes(schema, joins, document, made);
      return splitRequirements(joins, made);
    } catch (error) {
      // The refusal of the last planner is the client's.
      throw planner === (apollo ?? hive) && (error instanceof PlannerRefusal || error instanceof PlannerCrash)
        ? cannotPlan(error)
        : error;
    }
  }
}

type Make = (document: string, overrides: Overrides) => Promise<Plan>;

function measured(make: Make, onPlanned: (ms: number) => void): Make {
  return async (document, overrides) => {
    const begin = performance.now();
    const plan = await make(document, overrides);
    onPlanned(performance.now() - begin);
    return plan;
  };
}

/** The other planner may know better: of what this one refuses, crashes over or plans wrongly. */
function isForOther(error: unknown): boolean {
  if (error instanceof PlannerRefusal || error instanceof PlannerCrash) return true;
  return (error as { extensions?: { code?: unknown } }).extensions?.code === 'GRAPHQL_VALIDATION_FAILED';
}

function cannotPlan({ message }: Error) {
  return requestError('GRAPHQL_VALIDATION_FAILED', {
    en: `No query plan can be made for this operation: ${message}`,
    th: `ไม่สามารถวางแผนการค้นสำหรับคำสั่งนี้ได้: ${message}`,
  });
}
