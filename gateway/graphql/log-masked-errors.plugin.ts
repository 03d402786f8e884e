import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context.js';
import { isDeliberate } from './mask-errors.js';

/** Logs each error that clients do not get to see, with the id of the request. */
export function logMaskedErrorsPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) {
            if (!isDeliberate(error))
              contextValue.log.error(
                { err: error.originalError ?? error, path: error.path },
                'An unexpected error was masked',
              );
          }
        },
      };
    },
  };
}
