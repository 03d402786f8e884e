import { getOperationAST, parse } from 'graphql';

/**
 * Tells whether a text asks for a mutation. One that is no document does not.
 *
 * @param maxTokens of which a longer text is not read any further
 */
export function isMutation(text: string, operationName: string | undefined, maxTokens: number): boolean {
  if (!text.includes('mutation')) return false;
  try {
    return getOperationAST(parse(text, { noLocation: true, maxTokens }), operationName)?.operation === 'mutation';
  } catch {
    return false;
  }
}
