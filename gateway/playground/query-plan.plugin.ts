import type { QueryPlan } from '@apollo/query-planner';
import type { ApolloServerPlugin } from '@apollo/server';
import { laboratoryPlan } from './laboratory-plan.js';

const APOLLO_EXTENSION = '__queryPlanExperimental';

/**
 * Gives a client that asks for the query plan the plan in `extensions.queryPlan`, in the shape of Hive Laboratory.
 *
 * It asks with the headers `apollo-query-plan-experimental: 1` and `apollo-query-plan-experimental-format: internal`;
 * Apollo's gateway then answers with the plan, under a name of its own, unless NODE_ENV is production. Answers to
 * others are left as they are. For development: a plan tells the names of subgraphs.
 */
export function queryPlanPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response }) {
          if (response.body.kind !== 'single') return;
          const result = response.body.singleResult;
          const { [APOLLO_EXTENSION]: plan, ...others } = result.extensions ?? {};
          // The same headers without the format give a text, for tools that know Apollo's name.
          if (isQueryPlan(plan)) result.extensions = { ...others, queryPlan: laboratoryPlan(plan) };
        },
      };
    },
  };
}

function isQueryPlan(value: unknown): value is QueryPlan {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'QueryPlan';
}
