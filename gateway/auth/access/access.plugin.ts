import type { ApolloServerPlugin } from '@apollo/server';
import { Kind, type FragmentDefinitionNode } from 'graphql';
import { requestError } from '../../errors.js';
import type { RequestContext } from '../../request-context.js';
import type { Identity } from '../identity.js';
import type { Access, AccessRule } from './access.js';
import { leftOut } from './left-out.js';
import { metRules } from './met-rules.js';

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
          if (!current || !operation) return;
          const fragments = new Map(document.definitions.filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));
          for (const { rule, path, node } of metRules(current, { operation, fragments, isLeftOut: leftOut(operation, request.variables ?? {}) })) {
            if (isFulfilled(rule, identity)) continue;
            throw requestError(identity ? 'FORBIDDEN' : 'UNAUTHENTICATED', undefined, {
              path,
              ...(node && { nodes: [node] }),
              extensions: { coordinate: rule.coordinate, ...(rule.scopes && { needsScopes: rule.scopes }) },
            });
          }
        },
      };
    },
  };
}

function isFulfilled({ scopes }: AccessRule, identity: Identity | null): boolean {
  return identity !== null && (scopes === undefined || scopes.some((all) => all.every((scope) => identity.scopes.has(scope))));
}
