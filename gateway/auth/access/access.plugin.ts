import type { ApolloServerPlugin } from '@apollo/server';
import { requestError } from '../../errors.js';
import type { RequestContext } from '../../request-context.js';
import type { Access } from './access.js';
import { accessCode, unfulfilled } from './access-error.js';
import { takeOut } from './take-out.js';
import { unmetRule } from './unmet-rule.js';

/**
 * Looks, before a plan is made, whether an operation meets a rule which its caller does not fulfil. The fields by which a
 * query does are taken out of it, and the rest is run. A mutation is refused whole, so that it is never done in part, and
 * so is a query of which nothing would be left: UNAUTHENTICATED for nobody, FORBIDDEN for a caller who lacks scopes; the
 * error names the rule's coordinate and the field that met it.
 *
 * @param access the rules of the supergraph that is served; null when it has none
 */
export function accessPlugin(access: () => Access | null): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, document, request, contextValue }) {
          const { identity } = contextValue;
          const current = access();
          const met =
            current && operation && unmetRule(current, { operation, document }, request.variables ?? {}, identity);
          if (!met) return;
          if (operation.operation === 'query') {
            const takenOut = takeOut(current, { operation, document }, request.variables ?? {}, identity);
            if (!takenOut.isAll) return void (contextValue.takenOut = takenOut);
          }
          const { rule, path, node } = met;
          throw requestError(accessCode(identity), undefined, {
            path,
            ...(node && { nodes: [node] }),
            extensions: unfulfilled(rule),
          });
        },
      };
    },
  };
}
