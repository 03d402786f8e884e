import {
  isValueNode,
  Kind,
  type ASTNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLFormattedError,
} from 'graphql';
import { findLiteralPath, findVariablePlace, type VariablePlace } from '../../../subgraphs/protocol/argument-path.js';
import { ERRORS, isErrorCode, namingService, RequestError } from '../../errors.js';
import type { ExecutionError } from '../../executor/executor.js';
import { DocumentError } from '../document-error.js';
import { thaiMessage } from './thai-messages.js';

interface FormatOptions {
  language: 'en' | 'th';
  /** True when graphql-js may suggest names of the schema for a wrong one. */
  suggests: boolean;
}

/** Errors that have the words of graphql-js, unless they are a subgraph's. */
const DOCUMENT_CODES = new Set<unknown>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);
const SUGGESTION = ' Did you mean ';

/**
 * What the client reads of an error: its message in the caller's language, the path of a wrong value in its argument as
 * `extensions.argument`, and as `extensions.variable` the client's variable that has it. Subgraphs do so themselves.
 *
 * @param error deliberate: see {@link isDeliberate}
 */
export function formatError(
  error: GraphQLError | ExecutionError,
  { language, suggests }: FormatOptions,
): GraphQLFormattedError {
  const { locations, path, extensions } = error;
  const { http: _http, ...shown } = extensions as Record<string, unknown>;
  const isOfDocument = DOCUMENT_CODES.has(shown['code']) && shown['service'] === undefined;
  const english = isOfDocument && !suggests ? stripSuggestion(error.message) : error.message;
  const place = isOfDocument ? placeOf(error) : undefined;
  return {
    message: language === 'en' ? english : inThai(error, english, isOfDocument),
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { ...shown, ...(shown['argument'] === undefined && place) },
  };
}

/**
 * True when an error was meant for clients: its code is one of the gateway's table, or it is a subgraph's, which was
 * sanitised when its response came in, or a plugin gave it the HTTP status of a client's mistake.
 */
export function isDeliberate(error: GraphQLError | ExecutionError): boolean {
  const { code, service, http } = error.extensions as { code?: unknown; service?: unknown; http?: { status?: number } };
  return (
    (isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR') ||
    typeof service === 'string' ||
    isClientStatus(http?.status)
  );
}

function isClientStatus(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500;
}

/**
 * Removes what graphql-js adds to a message about an unknown name: names of the schema that are like it, by which a stranger
 * could read the schema letter by letter.
 */
export function stripSuggestion(message: string): string {
  // Values of the client stand before it, and no name contains it.
  const at = message.endsWith('?') ? message.lastIndexOf(SUGGESTION) : -1;
  return at === -1 ? message : message.slice(0, at);
}

/** Where the value is that is wrong, or missing: in a variable, or in the document. */
function placeOf(error: GraphQLError | ExecutionError): Partial<VariablePlace> | undefined {
  const { nodes: [node] = [], document } = error instanceof DocumentError ? error : {};
  const ofVariable = document && findVariablePlace(document, error.message);
  if (ofVariable || !node) return ofVariable;
  const argument = literalPath(error.message, node, document);
  return argument === undefined ? undefined : { argument };
}

function literalPath(message: string, node: ASTNode, document: DocumentNode | undefined): string | undefined {
  if (node.kind === Kind.FIELD) return /^Field "\w+" argument "(\w+)" of type /.exec(message)?.[1];
  if (node.kind === Kind.VARIABLE || !(isValueNode(node) || node.kind === Kind.OBJECT_FIELD)) return undefined;
  const missing = /^Field "\w+\.(\w+)" of required type /.exec(message)?.[1];
  return (
    [document && findLiteralPath(document, node), missing].filter((part) => part !== undefined).join('.') || undefined
  );
}

function inThai(error: GraphQLError | ExecutionError, english: string, isOfDocument: boolean): string {
  if (error instanceof RequestError) return error.sentence.th;
  const reporter = error instanceof DocumentError ? error.reporter : 'execution';
  if (isOfDocument) return thaiMessage(reporter, english) ?? `คำสั่งค้นไม่ถูกต้อง: ${english}`;
  const { code, service } = error.extensions;
  if (!isErrorCode(code)) return english;
  const { en, th } = ERRORS[code].message;
  if (english === namingService(en, 'en', String(service))) return namingService(th, 'th', String(service));
  // A field is null that may not be, and no subgraph is known to be at fault.
  return (service === undefined ? thaiMessage('execution', english) : undefined) ?? english;
}
