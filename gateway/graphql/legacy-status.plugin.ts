import type { ApolloServerPlugin } from '@apollo/server';

/** Errors of a document, its variables or what it may read, in a request that was itself well formed. */
const DOCUMENT_ERRORS = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
]);
const STATUSES = new Set([400, 401, 403]);

/**
 * Answers 200 for a wrong or forbidden document to a client that accepts `application/json` by name and not
 * `application/graphql-response+json`: it tells GraphQL's errors from those of a proxy by the status alone.
 * Every other client gets 400, 401 or 403. See https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
export function legacyStatusPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response }) {
          const accept = request.http?.headers.get('accept') ?? '';
          if (
            !STATUSES.has(response.http.status ?? 200) ||
            !/application\/json/i.test(accept) ||
            /application\/graphql-response\+json/i.test(accept)
          )
            return;
          const errors = response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
          if (errors?.every(({ extensions }) => DOCUMENT_ERRORS.has(extensions?.code))) response.http.status = 200;
        },
      };
    },
  };
}
