import type { ApolloServerPlugin } from '@apollo/server';
import { isValueNode, Kind, type DocumentNode, type GraphQLError, type GraphQLFormattedError } from 'graphql';
import { negotiateLanguage } from '../../subgraphs/protocol/language.js';
import { findLiteralPath, readVariablePath } from '../../subgraphs/protocol/argument-path.js';
import { ERRORS, isErrorCode, RequestError } from '../errors.js';
import { thaiMessage } from './thai-messages.js';
import { withoutSuggestion } from './without-suggestion.js';

export interface LocaliseErrorsOptions {
  /** Whether graphql-js may tell which names of the schema are like a wrong one. */
  suggests: boolean;
}

/** Whose words are those of graphql-js, unless a subgraph said them. */
const OF_DOCUMENT = new Set<unknown>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * Gives each error of the gateway its words in the caller's language, and the path of a wrong value of a variable or in
 * the document as `extensions.argument`. Subgraphs see to theirs themselves.
 */
export function localiseErrorsPlugin({ suggests }: LocaliseErrorsOptions): ApolloServerPlugin {
  return {
    async requestDidStart({ request }) {
      const inEnglish = negotiateLanguage(request.http?.headers.get('accept-language')) === 'EN';
      return {
        async didEncounterErrors({ errors, document }) {
          for (const error of errors) {
            if (!suggests && OF_DOCUMENT.has(error.extensions['code']))
              error.message = withoutSuggestion(error.message);
            const argument = isOfDocument(error)
              ? (readVariablePath(error.message) ?? valuePath(error, document))
              : undefined;
            if (argument !== undefined) error.extensions['argument'] ??= argument;
            if (inEnglish) continue;
            if (error instanceof RequestError) error.message = error.sentence.th;
            else if (isOfDocument(error))
              error.message = thaiMessage(error.message) ?? `คำสั่งค้นไม่ถูกต้อง: ${error.message}`;
          }
        },
        // Others were masked, or placed in the response, after they were made: these have the table's words.
        async willSendResponse({ response: { body } }) {
          if (!inEnglish && body.kind === 'single' && body.singleResult.errors)
            body.singleResult.errors = body.singleResult.errors.map(inThai);
        },
      };
    },
  };
}

function isOfDocument({ extensions: { code, service } }: GraphQLError): boolean {
  return OF_DOCUMENT.has(code) && service === undefined;
}

/** Where the value stands in a document that is wrong or missing there. */
function valuePath(
  { message, nodes: [node] = [] }: GraphQLError,
  document: DocumentNode | undefined,
): string | undefined {
  if (!node || !document) return undefined;
  if (node.kind === Kind.FIELD) return /^Field "\w+" argument "(\w+)" of type /.exec(message)?.[1];
  if (node.kind === Kind.VARIABLE || !(isValueNode(node) || node.kind === Kind.OBJECT_FIELD)) return undefined;
  const missing = /^Field "\w+\.(\w+)" of required type /.exec(message)?.[1];
  return [findLiteralPath(document, node), missing].filter((part) => part !== undefined).join('.') || undefined;
}

function inThai(error: GraphQLFormattedError): GraphQLFormattedError {
  const { code, service } = error.extensions ?? {};
  if (!isErrorCode(code)) return error;
  const { en, th } = ERRORS[code].message;
  const named = (text: string) => text.replace('{service}', () => String(service));
  if (error.message === named(en)) return { ...error, message: named(th) };
  // A field is null that may not be, and nobody knows whose fault it is.
  const completed = service === undefined ? thaiMessage(error.message) : undefined;
  return completed === undefined ? error : { ...error, message: completed };
}
