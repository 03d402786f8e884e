import type { ApolloServerPlugin } from '@apollo/server';
import { requestError } from '../errors.js';
import type { RequestContext } from '../request-context.js';
import { countAttempts } from './count-attempts.js';
import { estimateNodes } from './estimate-nodes.js';

/** Takes of the caller's account what an operation asks for, before a plan is made: RATE_LIMITED when that is not left. */
export function callerLimitPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue: { budget } }) {
          if (!budget || !operation) return;
          const nodes = estimateNodes(schema, document, operation)(request.variables ?? {});
          if (!budget.spend(nodes, countAttempts(document, operation))) throw requestError('RATE_LIMITED');
        },
      };
    },
  };
}
