import type { GraphQLFormattedError } from 'graphql';
import type { CanonicalVariable } from './canonical-operation.js';

/** How a subgraph's error about a variable begins. */
const ABOUT_VARIABLE = /^(Variable|ตัวแปร) "\$(v\d+)"/;
const ABOUT_ARGUMENT: Readonly<Record<string, string>> = { Variable: 'Argument', ตัวแปร: 'อาร์กิวเมนต์' };

/**
 * Gives an error of a subgraph about a canonical variable the names that the client knows: of its own variable, or of the
 * argument whose value it wrote into the document. The path in `extensions.argument` has names of the schema.
 */
export function restoreClientNames(
  error: GraphQLFormattedError,
  variables: ReadonlyMap<string, CanonicalVariable>,
): GraphQLFormattedError {
  const told = error.extensions?.['variable'];
  const name = ABOUT_VARIABLE.exec(error.message)?.[2] ?? (typeof told === 'string' ? told : '');
  const clientName = variables.get(name)?.clientName;
  if (clientName === undefined) return error;
  const isVariable = clientName.startsWith('$');
  const plain = isVariable ? clientName.slice(1) : clientName;
  const { variable: _canonical, ...extensions } = error.extensions ?? {};
  return {
    ...error,
    message: error.message
      .replace(ABOUT_VARIABLE, (_about, word: string) => `${isVariable ? word : ABOUT_ARGUMENT[word]} "${clientName}"`)
      .replace(new RegExp(`"${name}(?=[.[])`), () => `"${plain}`),
    ...(error.extensions && {
      extensions: { ...extensions, ...(isVariable && told !== undefined && { variable: plain }) },
    }),
  };
}
