import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { acceptedLanguage } from '../../subgraphs/runtime/accept-language.js';
import { ERRORS, isErrorCode, RequestError } from '../errors.js';

/** Gives each error of the gateway its words in the caller's language. Subgraphs see to theirs themselves. */
export function localiseErrorsPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart({ request }) {
      if (acceptedLanguage(request.http?.headers.get('accept-language')) === 'EN') return;
      return {
        async didEncounterErrors({ errors }) {
          for (const error of errors) if (error instanceof RequestError) error.message = error.sentence.th;
        },
        // Others were masked, or placed in the response, after they were made: these have the table's words.
        async willSendResponse({ response: { body } }) {
          if (body.kind === 'single' && body.singleResult.errors) body.singleResult.errors = body.singleResult.errors.map(inThai);
        },
      };
    },
  };
}

function inThai(error: GraphQLFormattedError): GraphQLFormattedError {
  const { code, service } = error.extensions ?? {};
  if (!isErrorCode(code)) return error;
  const { en, th } = ERRORS[code].message;
  const named = (text: string) => text.replace('{service}', () => String(service));
  return error.message === named(en) ? { ...error, message: named(th) } : error;
}
