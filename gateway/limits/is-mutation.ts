import { getOperationAST, parse } from 'graphql';

/**
 * True when a document runs a mutation. A text that cannot be parsed does not.
 *
 * @param maxTokens a longer document is not parsed to its end
 */
export function isMutation(text: string, operationName: string | undefined, maxTokens: number): boolean {
  if (!text.includes('mutation')) return false;
  try {
    return getOperationAST(parse(text, { noLocation: true, maxTokens }), operationName)?.operation === 'mutation';
  } catch {
    return false;
  }
}
