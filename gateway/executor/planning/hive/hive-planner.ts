import type * as Hive from '@graphql-hive/router-query-planner';
import { print, type DocumentNode, type GraphQLSchema } from 'graphql';
import { buildSchema } from '../../../graphql-document/build-schema.js';
import { adaptSupergraph } from '../adapt-supergraph.js';
import { createHiveQueue, type OpenHiveQueue } from './hive-queue.js';
import { normalizeHivePlan } from './normalize-hive-plan.js';
import type { Plan } from '../plan.js';
import { PlannerRefusal, type PlannerQueue } from '../planner-queue.js';
import { readJoins } from '../supergraph-joins.js';

interface HivePlannerOptions {
  /** The supergraph's text; it may have directives of access, which this planner ignores. */
  sdl: string;
  /** The same. */
  document: DocumentNode;
  /** The same, as a schema. */
  schema: GraphQLSchema;
  /** Undefined for a child of this process. */
  openQueue?: OpenHiveQueue | undefined;
  log: { warn(details: object, message: string): void };
}

/** A field set of `@requires` with arguments, such as `price(currency: EUR)`. */
const REQUIRES_ARGUMENTS = /\brequires: *"[^"]*\(/;

/** Makes Hive Router's planner, whose plans are brought into our form. */
export function createHivePlanner({
  sdl,
  document: supergraph,
  schema,
  log,
  openQueue = (sdl) => createHiveQueue({ sdl, log }),
}: HivePlannerOptions): PlannerQueue<Plan> {
  const adapted = REQUIRES_ARGUMENTS.test(sdl) ? adapt(supergraph) : undefined;
  const queue = openQueue(adapted?.sdl ?? sdl);
  return {
    start: () => queue.start(),
    ready: () => queue.ready(),
    plan: async (document, overrides) => normalized(await queue.plan(document, overrides)),
    close: () => queue.close(),
  };

  /** A plan in a form that we do not know is as good as none. */
  function normalized(text: string): Plan {
    try {
      const plan = normalizeHivePlan(adapted?.schema ?? schema, JSON.parse(text) as Hive.QueryPlan);
      return adapted ? adapted.restore(plan) : plan;
    } catch (error) {
      throw new PlannerRefusal((error as Error).message);
    }
  }
}

interface Adapted {
  sdl: string;
  schema: GraphQLSchema;
  restore(plan: Plan): Plan;
}

function adapt(supergraph: DocumentNode): Adapted {
  const { document, restore } = adaptSupergraph(supergraph);
  const schema = buildSchema(document);
  const { requirements } = readJoins(schema);
  return { sdl: print(document), schema, restore: (plan) => restore(plan, requirements) };
}
