import type { ApolloServerPlugin } from '@apollo/server';
import { acceptedLanguage } from '../../subgraphs/runtime/accept-language.js';
import { missingEntries } from './missing-entries.js';

/** A dashboard does not have more tiles than this; the rest is counted. */
const MOST_ENTRIES = 100;
const MOST_ERRORS = 10_000;

/**
 * Adds `extensions.missing` to an answer that errors have emptied somewhere: see {@link missingEntries}. Where there are
 * more than it holds, `extensions.missingCount` says how many; where there are more errors than an answer may hold,
 * `extensions.errorCount` does.
 */
export function explainMissingPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart({ request }) {
      return {
        async willSendResponse({ response: { body } }) {
          if (body.kind !== 'single') return;
          const { data, errors } = body.singleResult;
          if (data === undefined || !errors || errors.length === 0) return;
          const language = acceptedLanguage(request.http?.headers.get('accept-language')) === 'TH' ? 'th' : 'en';
          const { entries, count } = missingEntries(data, errors, language, MOST_ENTRIES);
          const extensions = {
            ...(count > 0 && { missing: entries }),
            ...(count > entries.length && { missingCount: count }),
            ...(errors.length > MOST_ERRORS && { errorCount: errors.length }),
          };
          if (Object.keys(extensions).length > 0) body.singleResult.extensions = { ...body.singleResult.extensions, ...extensions };
          if (errors.length > MOST_ERRORS) body.singleResult.errors = errors.slice(0, MOST_ERRORS);
        },
      };
    },
  };
}
