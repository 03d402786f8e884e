import type { GraphQLFormattedError } from 'graphql';
import { thaiMessage } from './thai-messages.js';

/**
 * Says in Thai what Apollo Server finds wrong with a request before it is one of GraphQL, so that no plugin hears of it: who
 * sent it, and its shape.
 *
 * @param body the answer's, as JSON text
 */
export function complaintInThai(body: string): string {
  const { errors, ...answer } = JSON.parse(body) as { errors?: GraphQLFormattedError[] };
  return errors ? `${JSON.stringify({ errors: errors.map(inThai), ...answer })}\n` : body;
}

function inThai(error: GraphQLFormattedError): GraphQLFormattedError {
  const { code, service } = error.extensions ?? {};
  return code === 'BAD_REQUEST' && service === undefined
    ? { ...error, message: thaiMessage(error.message) ?? error.message }
    : error;
}
