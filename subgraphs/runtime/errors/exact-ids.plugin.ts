import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, GraphQLError, GraphQLFormattedError } from 'graphql';
import { findVariablePlace } from '../../protocol/argument-path.js';
import { findRoundedIds } from '../../protocol/exact-ids.js';

/** Refuses an operation whose variables have ids that JSON has rounded, before anything is read or written. */
export const exactIdsPlugin: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async responseForOperation({ schema, document, operation, request }) {
        const errors = findRoundedIds(schema, operation.variableDefinitions ?? [], request.variables ?? {});
        if (errors.length === 0) return null;
        return {
          http: { headers: new HeaderMap() },
          body: { kind: 'single', singleResult: { errors: errors.map((error) => withPlace(error, document)) } },
        };
      },
    };
  },
};

function withPlace(error: GraphQLError, document: DocumentNode): GraphQLFormattedError {
  return { ...error.toJSON(), extensions: { ...error.extensions, ...findVariablePlace(document, error.message) } };
}
