import type { ApolloServerPlugin } from '@apollo/server';
import { responsePathAsArray, type GraphQLFormattedError, type GraphQLResolveInfo } from 'graphql';
import type { AcceptedLanguage, Sentence } from '../../protocol/language.js';

/** What a result lacks although the field has a value. */
export interface Warning {
  code: 'NOT_CHECKED' | 'NAMES_MISSING';
  /** The subgraph that could not say more. */
  subgraph: string;
  sentence: Sentence;
}

/** Warnings of one operation: more tell nobody more. */
const MAX_WARNINGS = 50;

/** Collects the warnings of one operation. */
export class Warnings {
  readonly #collected: Array<Warning & { path: Array<string | number> }> = [];

  add({ path }: Pick<GraphQLResolveInfo, 'path'>, warning: Warning): void {
    if (this.#collected.length < MAX_WARNINGS) this.#collected.push({ ...warning, path: responsePathAsArray(path) });
  }

  /** As errors of GraphQL, which `extensions.warning` tells from those that caused a null. */
  asErrors(language: AcceptedLanguage): GraphQLFormattedError[] {
    return this.#collected.map(({ code, subgraph, sentence, path }) => ({
      message: language === 'TH' ? sentence.th : sentence.en,
      path,
      extensions: { code, subgraph, warning: true },
    }));
  }
}

/** Under which a context has the warnings of its operation. */
export const WARNINGS = Symbol('warnings');

/** Adds the warnings of an operation to the errors of its result: no gateway passes on anything else beside the data. */
export function warningsPlugin(): ApolloServerPlugin<{ [WARNINGS]: Warnings; language: AcceptedLanguage }> {
  return {
    async requestDidStart({ contextValue }) {
      return {
        async willSendResponse({ response: { body } }) {
          const warnings = contextValue[WARNINGS].asErrors(contextValue.language);
          if (warnings.length === 0 || body.kind !== 'single') return;
          body.singleResult.errors = [...(body.singleResult.errors ?? []), ...warnings];
        },
      };
    },
  };
}
