import {
  coerceInputValue,
  GraphQLError,
  isInputType,
  isNonNullType,
  typeFromAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** Errors of one request, at most. */
const MAX_ERRORS = 50;
/** Characters that a message repeats of one value, or of one reason. */
const MAX_LENGTH = 200;
/** Elements or fields that a message repeats of one value, and how deep. */
const MAX_PARTS = 10;
const MAX_DEPTH = 2;

/**
 * The errors of an operation's variables, in the words of graphql-js, but bounded: graphql-js would report each of 60,000
 * wrong ids, and repeat the whole of a large value for each of its parts.
 *
 * @returns none when the variables can be coerced
 */
export function wrongVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of variableDefinitions) {
    if (!takeErrors(schema, definition, variables, errors)) break;
  }
  return errors;
}

/** Thrown to end the coercion of graphql-js, which would go on. */
const ENOUGH = new Error('There are enough errors.');

/** @returns false when there are enough errors */
function takeErrors(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  variables: Variables,
  errors: GraphQLError[],
): boolean {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return true;
  const texts = new Map<unknown, string>();
  const textOf = (value: unknown) => {
    const text = texts.get(value) ?? shown(value);
    texts.set(value, text);
    return text;
  };
  const report = (message: string, originalError?: GraphQLError) => {
    errors.push(
      new GraphQLError(`Variable "$${name}" ${message}`, {
        nodes: definition,
        extensions: { code: 'BAD_USER_INPUT' },
        ...(originalError && { originalError }),
      }),
    );
    if (errors.length === MAX_ERRORS) throw ENOUGH;
  };
  try {
    if (!Object.hasOwn(variables, name)) {
      if (!definition.defaultValue && isNonNullType(type))
        report(`of required type "${String(type)}" was not provided.`);
    } else if (variables[name] == null && isNonNullType(type))
      report(`of non-null type "${String(type)}" must not be null.`);
    else {
      coerceInputValue(variables[name], type, (path, value, error) => {
        const at =
          path.length === 0
            ? ''
            : ` at "${name}${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}"`;
        report(`got invalid value ${textOf(value)}${at}; ${cut(error.message)}`, error);
      });
    }
    return true;
  } catch (error) {
    if (error === ENOUGH) return false;
    throw error;
  }
}

/** A value as graphql-js writes it, as far as it is repeated. */
function shown(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) {
    if (depth === MAX_DEPTH && value.length > 0) return '[Array]';
    return `[${[...value.slice(0, MAX_PARTS).map((part) => shown(part, depth + 1)), ...more(value.length)].join(', ')}]`;
  }
  const names = Object.keys(value);
  if (names.length === 0) return '{}';
  if (depth === MAX_DEPTH) return '[Object]';
  return `{ ${[...names.slice(0, MAX_PARTS).map((name) => `${cut(name)}: ${shown((value as Variables)[name], depth + 1)}`), ...more(names.length)].join(', ')} }`;
}

function more(parts: number): string[] {
  return parts > MAX_PARTS ? [`... ${parts - MAX_PARTS} more`] : [];
}

/** Its end too, which may say what is like it. */
function cut(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH / 2)}…${text.slice(-MAX_LENGTH / 2)}` : text;
}
