import { GraphQLError, Kind, type ASTNode, type GraphQLFormattedError } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';
import type { Sentence } from '../../protocol/language.js';
import { databaseFault, mayBeCommitted, type DatabaseFault } from './database-error.js';

/** The codes that a subgraph answers on purpose, beside those of GraphQL itself. */
export type SubgraphErrorCode =
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RULE_VIOLATED'
  | 'DRY_RUN'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'DATABASE_UNAVAILABLE'
  | 'RESULT_TOO_LARGE'
  | 'DEADLINE_EXCEEDED'
  | 'EVENTS_MISSED';

/** A deliberate error: its code, and its words in the caller's language, reach the client. */
export class Refusal extends GraphQLError {
  constructor(
    readonly code: SubgraphErrorCode,
    readonly sentence: Sentence,
    extensions: Record<string, unknown>,
    node?: ASTNode,
  ) {
    super(sentence.en, { extensions: { ...extensions, code }, nodes: node });
  }
}

/**
 * Makes a deliberate error.
 *
 * @param extensions what a client can act upon: `argument` is the path of the bad input (`input.seats`), `rule` the
 *   name of a rule that was broken
 * @param node where in the document the value stands that a scalar does not take
 */
export function refusal(
  code: SubgraphErrorCode,
  sentence: Sentence,
  extensions: Record<string, unknown> = {},
  node?: ASTNode,
): Refusal {
  return new Refusal(code, sentence, extensions, node);
}

const UNAVAILABLE: Sentence = { en: 'The database does not respond.', th: 'ฐานข้อมูลไม่ตอบสนอง' };
const FULL: Sentence = {
  en: 'The database has no room left: nothing was changed.',
  th: 'ฐานข้อมูลไม่มีพื้นที่เหลือ จึงไม่มีการเปลี่ยนแปลงใด ๆ',
};
const DUPLICATE: Sentence = { en: 'There is such a record already.', th: 'มีข้อมูลนี้อยู่แล้ว' };
const UNEXPECTED: Sentence = { en: 'An unexpected error occurred.', th: 'เกิดข้อผิดพลาดที่ไม่คาดคิด' };
/** The code that Apollo Server gives to errors without one. */
const UNEXPECTED_CODE = 'INTERNAL_SERVER_ERROR';
const OF_FAULT: Readonly<Record<DatabaseFault, Sentence>> = { down: UNAVAILABLE, full: FULL, duplicate: DUPLICATE };
/** What stands in the place of errors that nobody made on purpose. */
export const MASKS: readonly Sentence[] = [UNAVAILABLE, FULL, DUPLICATE, UNEXPECTED];

/** By the errors of requests whose ids are known. */
const requestIds = new WeakMap<object, string>();

/** Notes in which request an error occurred, for its line in the log. */
export function noteRequestId(error: GraphQLError, requestId: string): void {
  requestIds.set(error, requestId);
}

function requestIdOfError(thrown: unknown): string | undefined {
  return typeof thrown === 'object' && thrown !== null ? requestIds.get(thrown) : undefined;
}

/**
 * Makes the function that turns every error of a subgraph into what a client may see: deliberate ones and what graphql-js
 * finds wrong with a document or a variable as they are, a missing database by its code, anything else masked and logged,
 * also an error of GraphQL without a code: graphql-js quotes the stored value that a type does not take.
 */
export function errorFormatter(log: { error(details: object, message: string): void }) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(thrown);
    const reqId = requestIdOfError(thrown);
    const { message, locations, path } = formatted;
    const place = { ...(locations && { locations }), ...(path && { path }) };
    const fault = databaseFault(cause);
    if (fault === 'full') log.error({ reqId, err: cause, path }, 'The database has no room left');
    if (fault)
      return {
        ...place,
        message: OF_FAULT[fault].en,
        extensions: {
          code: fault === 'duplicate' ? 'CONFLICT' : 'DATABASE_UNAVAILABLE',
          ...(mayBeCommitted(cause) && { mayBeDone: true }),
        },
      };
    if (isWrongValue(cause))
      return { ...place, message, extensions: { ...withoutStack(formatted.extensions), code: 'BAD_USER_INPUT' } };
    if (cause instanceof GraphQLError && formatted.extensions?.['code'] !== UNEXPECTED_CODE)
      return { ...place, message, extensions: withoutStack(formatted.extensions) };
    log.error({ reqId, err: cause, path }, 'An unexpected error was masked');
    return { ...place, message: UNEXPECTED.en, extensions: { code: UNEXPECTED_CODE } };
  };
}

/**
 * Tells whether a document was found wrong for a value in it, or for a variable that is null where null is not taken. The
 * gateway writes our documents, but the values in them are the client's: it does not know which texts our scalars take.
 */
export function isWrongValue(error: unknown): error is GraphQLError {
  if (!(error instanceof GraphQLError)) return false;
  const kind = error.nodes?.[0]?.kind;
  const isOfValue = kind === Kind.VARIABLE || kind?.endsWith('Value') === true;
  const { code } = error.extensions;
  if (code === undefined) return isOfValue;
  return code === 'GRAPHQL_VALIDATION_FAILED' && (error.originalError instanceof Refusal || isOfValue);
}

function withoutStack(extensions: Record<string, unknown> = {}): Record<string, unknown> {
  const { stacktrace: _stacktrace, ...rest } = extensions;
  return rest;
}
