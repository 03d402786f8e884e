import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context.js';
import type { DocumentStore } from './document-store.js';

/** Keeps the texts that clients send with their hashes, once they were found valid: Apollo Server has compared the hash. */
export function learnDocumentsPlugin(documents: DocumentStore): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ source, request }) {
          const { sha256Hash } = (request.extensions?.['persistedQuery'] ?? {}) as { sha256Hash?: string };
          if (sha256Hash !== undefined) documents.learn(sha256Hash, source);
        },
      };
    },
  };
}
