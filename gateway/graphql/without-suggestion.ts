const SUGGESTION = ' Did you mean ';

/**
 * Leaves out what graphql-js adds to a sentence about an unknown name: names of the schema that are like it, by which
 * a stranger could read the schema letter by letter.
 */
export function withoutSuggestion(message: string): string {
  // Values of the client stand before it, and no name has such a text in it.
  const at = message.endsWith('?') ? message.lastIndexOf(SUGGESTION) : -1;
  return at === -1 ? message : message.slice(0, at);
}
