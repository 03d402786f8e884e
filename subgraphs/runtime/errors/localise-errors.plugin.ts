import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { print, type DocumentNode, type GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isWrongValue, MASKS, noteRequestId, Refusal } from './errors.js';
import { findLiteralPath, findVariablePlace, type VariablePlace } from '../../protocol/argument-path.js';
import { REQUEST_ID_HEADER } from '../../protocol/headers.js';
import type { SubgraphContext } from '../subgraph.js';

/** Gives each error its request's id in the log, its words in the caller's language, and the path of a wrong value of a variable or in the document. */
export function localiseErrorsPlugin<L>(): ApolloServerPlugin<SubgraphContext<L>> {
  return {
    async requestDidStart({ contextValue, request: { http } }) {
      const requestId = http?.headers.get(REQUEST_ID_HEADER);
      const inEnglish = contextValue.language === 'EN';
      return {
        async didEncounterErrors({ errors, document }) {
          for (const error of errors) {
            if (requestId !== undefined) noteRequestId(error, requestId);
            Object.assign(error.extensions, { ...(document && placeOf(error, document)), ...error.extensions });
            if (inEnglish) continue;
            // A scalar's refusal of a value in a document or a variable has no path by which it could be unwrapped.
            const cause = error.originalError instanceof Refusal ? error.originalError : unwrapResolverError(error);
            if (cause instanceof Refusal) error.message = cause.sentence.th;
            else if (isWrongValue(error)) error.message = `ค่านี้ไม่ถูกต้อง: ${print(error.nodes![0]!)}`;
          }
        },
        // The others are masked after they were met.
        async willSendResponse({ response: { body } }) {
          if (!inEnglish && body.kind === 'single' && body.singleResult.errors)
            body.singleResult.errors = body.singleResult.errors.map(inThai);
        },
      };
    },
  };
}

/** Where the wrong value stands that graphql-js or a scalar found: in a variable, or in the document. */
function placeOf(error: GraphQLError, document: DocumentNode): Partial<VariablePlace> | undefined {
  const [node] = error.nodes ?? [];
  if (error.extensions['code'] === 'BAD_USER_INPUT') return findVariablePlace(document, error.message);
  const argument = isWrongValue(error) && node ? findLiteralPath(document, node) : undefined;
  return argument === undefined ? undefined : { argument };
}

function inThai(error: GraphQLFormattedError): GraphQLFormattedError {
  const mask = MASKS.find(({ en }) => en === error.message);
  return mask ? { ...error, message: mask.th } : error;
}
