import type { GraphQLFormattedError } from 'graphql';
import type { CanonicalVariable } from './canonical-operation.js';

/** How a subgraph's error about a variable begins. */
const ABOUT_VARIABLE = /^(Variable|ตัวแปร) "\$(v\d+)"/;
const ABOUT_ARGUMENT: Readonly<Record<string, string>> = { Variable: 'Argument', ตัวแปร: 'อาร์กิวเมนต์' };
/** The path of the value in `extensions.argument`, such as `v0.within.from`. */
const ARGUMENT_PATH = /^(v\d+)(?=$|[.[])/;

/**
 * Gives an error of a subgraph about a canonical variable the names that the client knows: of its own variable, or of the
 * argument whose value it wrote into the document.
 */
export function restoreClientNames(
  error: GraphQLFormattedError,
  variables: ReadonlyMap<string, CanonicalVariable>,
): GraphQLFormattedError {
  const path = error.extensions?.['argument'];
  const argument = typeof path === 'string' ? path : '';
  const name = ABOUT_VARIABLE.exec(error.message)?.[2] ?? ARGUMENT_PATH.exec(argument)?.[1] ?? '';
  const clientName = variables.get(name)?.clientName;
  if (clientName === undefined) return error;
  const isVariable = clientName.startsWith('$');
  const plain = isVariable ? clientName.slice(1) : clientName;
  return {
    ...error,
    message: error.message
      .replace(ABOUT_VARIABLE, (_about, word: string) => `${isVariable ? word : ABOUT_ARGUMENT[word]} "${clientName}"`)
      .replace(new RegExp(`"${name}(?=[.[])`), () => `"${plain}`),
    ...(argument !== '' && {
      extensions: { ...error.extensions, argument: argument.replace(ARGUMENT_PATH, () => plain) },
    }),
  };
}
