import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import { FRESHNESS_HEADER, READS_HEADER } from '../../protocol/freshness.js';
import type { ChangeFeed } from './change-feed.js';
import { writeWritten, type OperationFreshness } from './result-freshness.js';

/** Under which a context has what its operation depends on. */
export const FRESHNESS = Symbol('freshness');

/** Says in a header what a result depends on, or what a mutation has written, to who wants to know. */
export function freshnessPlugin(
  changes: () => ChangeFeed,
): ApolloServerPlugin<{ [FRESHNESS]: OperationFreshness | null }> {
  return {
    async requestDidStart({ contextValue: { [FRESHNESS]: freshness } }) {
      if (!freshness) return;
      return {
        async willSendResponse({ operation, response: { body, http } }) {
          const hasErrors = body.kind !== 'single' || body.singleResult.errors !== undefined;
          if (operation?.operation === OperationTypeNode.MUTATION) {
            const header = await ofMutation(changes(), freshness, hasErrors);
            if (header !== undefined) http.headers.set(FRESHNESS_HEADER, header);
          } else if (!hasErrors) {
            http.headers.set(FRESHNESS_HEADER, freshness.ofQuery());
            http.headers.set(READS_HEADER, freshness.reads());
          }
        },
      };
    },
  };
}

/** Undefined when it is not known what was written. One that succeeds without writing repeats another one. */
async function ofMutation(
  changes: ChangeFeed,
  { commits }: OperationFreshness,
  hasErrors: boolean,
): Promise<string | undefined> {
  if (!commits) return undefined;
  if (commits.length > 0) {
    const written = await changes.written(commits);
    return written && writeWritten(written);
  }
  const at = changes.position();
  return hasErrors && at !== null ? writeWritten({ at, keys: {} }) : undefined;
}
