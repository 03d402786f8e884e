import type { ApolloServerPlugin } from '@apollo/server';
import { requestError } from '../errors.js';
import type { RequestContext } from '../request-context.js';
import { countMutationFields } from './count-mutation-fields.js';
import { estimateNodes } from './estimate-nodes.js';
import { tooLarge } from './too-large.js';

/**
 * Takes of the caller's account what an operation asks for, before a plan is made: RATE_LIMITED when that is not left.
 * Refuses one whose lists would have more elements than the limit: DOCUMENT_TOO_LARGE.
 */
export function costLimitsPlugin(mostNodes: number): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue: { budget } }) {
          if (!operation) return;
          const nodes = estimateNodes(schema, document, operation)(request.variables ?? {});
          const isPaid = !budget || budget.spend(nodes, countMutationFields(document, operation));
          if (nodes > mostNodes) throw requestError('DOCUMENT_TOO_LARGE', tooLarge('nodes', mostNodes));
          if (!isPaid) throw requestError('RATE_LIMITED');
        },
      };
    },
  };
}
