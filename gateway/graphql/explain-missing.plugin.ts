import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context.js';
import { missingExtensions } from './missing-extensions.js';

const MOST_ERRORS = 10_000;

/**
 * Adds to an answer why it is empty where it is: see {@link missingExtensions}. Where there are more errors than an answer
 * may hold, `extensions.errorCount` says how many.
 */
export function explainMissingPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ request }) {
      return {
        async willSendResponse({ response: { body }, contextValue: { absent = [] } }) {
          if (body.kind !== 'single') return;
          const { data, errors = [] } = body.singleResult;
          if (data === undefined || errors.length + absent.length === 0) return;
          const missing = missingExtensions(data, errors, absent, request.http?.headers.get('accept-language'));
          const extensions = { ...missing, ...(errors.length > MOST_ERRORS && { errorCount: errors.length }) };
          if (Object.keys(extensions).length > 0)
            body.singleResult.extensions = { ...body.singleResult.extensions, ...extensions };
          if (errors.length > MOST_ERRORS) body.singleResult.errors = errors.slice(0, MOST_ERRORS);
        },
      };
    },
  };
}
