import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { findRoundedIds } from '../../protocol/exact-ids.js';

/** Refuses an operation whose variables have ids that JSON has rounded, before anything is read or written. */
export const exactIdsPlugin: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async responseForOperation({ schema, document, operation, request }) {
        const errors = findRoundedIds(schema, document, operation.variableDefinitions ?? [], request.variables ?? {});
        if (errors.length === 0) return null;
        return {
          http: { headers: new HeaderMap() },
          body: { kind: 'single', singleResult: { errors: errors.map((error) => error.toJSON()) } },
        };
      },
    };
  },
};
