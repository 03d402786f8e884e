import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context.js';
import { COST_HEADER, type CostExtension, type CostModel } from './cost-model.js';
import { countListed } from './count-returned.js';

/** Charges an operation to its caller's account before a plan is made, and what it returned beyond the estimate afterwards. */
export function costLimitsPlugin(costs: () => CostModel): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      const model = costs();
      let estimated: number | undefined;
      return {
        async didResolveOperation({ document, operation, request, contextValue: { budget } }) {
          if (operation) estimated = model.measure(document, operation).charge(request.variables ?? {}, budget);
        },
        async willSendResponse({ response: { body }, request, contextValue: { budget } }) {
          if (estimated === undefined || body.kind !== 'single') return;
          const isAsked = request.http?.headers.get(COST_HEADER) === '1';
          if (!budget && !isAsked) return;
          const returned = countListed(body.singleResult.data);
          budget?.settle(returned);
          const cost: CostExtension = { estimated, returned, limit: model.options.limit };
          if (isAsked) body.singleResult.extensions = { ...body.singleResult.extensions, cost };
        },
      };
    },
  };
}
