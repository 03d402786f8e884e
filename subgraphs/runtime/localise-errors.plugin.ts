import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { print, type GraphQLFormattedError } from 'graphql';
import { isWrongValue, MASKS, Refusal } from './errors.js';
import type { SubgraphContext } from './subgraph.js';
import { variablePath } from './variable-path.js';

/** Gives each error its words in the caller's language, and the path of a variable's wrong value. */
export function localiseErrorsPlugin<L>(): ApolloServerPlugin<SubgraphContext<L>> {
  return {
    async requestDidStart({ contextValue }) {
      const inEnglish = contextValue.language === 'EN';
      return {
        async didEncounterErrors({ errors }) {
          for (const error of errors) {
            const argument = error.extensions['code'] === 'BAD_USER_INPUT' ? variablePath(error.message) : undefined;
            if (argument !== undefined) error.extensions['argument'] ??= argument;
            if (inEnglish) continue;
            // A scalar's refusal of a value in a document or a variable has no path by which it could be unwrapped.
            const cause = error.originalError instanceof Refusal ? error.originalError : unwrapResolverError(error);
            if (cause instanceof Refusal) error.message = cause.sentence.th;
            else if (isWrongValue(error)) error.message = `ค่านี้ไม่ถูกต้อง: ${print(error.nodes![0]!)}`;
          }
        },
        // The others are masked after they were met.
        async willSendResponse({ response: { body } }) {
          if (!inEnglish && body.kind === 'single' && body.singleResult.errors) body.singleResult.errors = body.singleResult.errors.map(inThai);
        },
      };
    },
  };
}

function inThai(error: GraphQLFormattedError): GraphQLFormattedError {
  const mask = MASKS.find(({ en }) => en === error.message);
  return mask ? { ...error, message: mask.th } : error;
}
