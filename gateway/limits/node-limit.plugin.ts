import type { ApolloServerPlugin } from '@apollo/server';
import { requestError } from '../errors.js';
import type { RequestContext } from '../request-context.js';
import { estimateNodes } from './estimate-nodes.js';
import { tooLarge } from './too-large.js';

/** Refuses, before a plan is made, an operation whose lists would have more elements than the limit: DOCUMENT_TOO_LARGE. */
export function nodeLimitPlugin(limit: number): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (operation && estimateNodes(schema, document, operation)(request.variables ?? {}) > limit) throw requestError('DOCUMENT_TOO_LARGE', tooLarge('nodes', limit));
        },
      };
    },
  };
}
