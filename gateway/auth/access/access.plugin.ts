import type { ApolloServerPlugin } from '@apollo/server';
import { requestError } from '../../errors.js';
import type { RequestContext } from '../../request-context.js';
import type { Access } from './access.js';
import { unmetRule } from './unmet-rule.js';

/**
 * Refuses, before a plan is made, an operation that meets a rule which its caller does not fulfil: UNAUTHENTICATED for
 * nobody, FORBIDDEN for a caller who lacks scopes. The whole operation is refused, so that a mutation is never done in
 * part; the error names the rule's coordinate and the field that met it.
 *
 * @param access the rules of the supergraph that is served; null when it has none
 */
export function accessPlugin(access: () => Access | null): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, document, request, contextValue: { identity } }) {
          const current = access();
          const met = current && operation && unmetRule(current, { operation, document }, request.variables ?? {}, identity);
          if (!met) return;
          const { rule, path, node } = met;
          throw requestError(identity ? 'FORBIDDEN' : 'UNAUTHENTICATED', undefined, {
            path,
            ...(node && { nodes: [node] }),
            extensions: { coordinate: rule.coordinate, ...(rule.scopes && { needsScopes: rule.scopes }) },
          });
        },
      };
    },
  };
}
