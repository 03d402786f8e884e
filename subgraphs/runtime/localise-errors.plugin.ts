import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { Refusal } from './errors.js';
import type { SubgraphContext } from './subgraph.js';

/** Gives each deliberate error its words in the caller's language. */
export function localiseErrorsPlugin<L>(): ApolloServerPlugin<SubgraphContext<L>> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue }) {
          if (contextValue.language === 'EN') return;
          for (const error of errors) {
            const cause = unwrapResolverError(error);
            if (cause instanceof Refusal) error.message = cause.sentence.th;
          }
        },
      };
    },
  };
}
