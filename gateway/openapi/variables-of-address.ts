import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { isRequiredVariable } from '../graphql-document/is-required-variable.js';

/** The parameters of an address: a list for one that occurs several times. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads the variables of an operation from the parameters of an address, each by its type: texts, ids, enums and scalars of the
 * schema as they are written; numbers and `true` or `false`; lists by repetition or with commas, or as JSON; input objects as JSON.
 * An empty parameter counts as absent where the variable may be absent. Parameters that are no variables are ignored.
 *
 * A value that does not fit its type stays the text that it is: the pipeline refuses it as it refuses every wrong variable.
 */
export function variablesOfAddress(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  query: Query,
): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  for (const definition of variableDefinitions) {
    const name = definition.variable.name.value;
    const given = Object.hasOwn(query, name) ? query[name] : undefined;
    const type = typeFromAST(schema, definition.type);
    // A type that the schema does not have is told by the validation of the document.
    if (given === undefined || !isInputType(type)) continue;
    if (given !== '' || isRequiredVariable(definition)) variables[name] = readValue(type, given);
  }
  return variables;
}

function readValue(type: GraphQLInputType, given: string | readonly string[]): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return readList(nullable.ofType, given);
  return typeof given === 'string' ? readOne(nullable, given) : given;
}

function readList(type: GraphQLInputType, given: string | readonly string[]): unknown {
  const element = getNullableType(type);
  const isWrittenAsJson = isListType(element) || isInputObjectType(element);
  if (typeof given !== 'string')
    return given.flatMap((each) => (isWrittenAsJson ? [readJson(each)] : readParts(element, each)));
  if (isWrittenAsJson || given.startsWith('[')) return readJson(given);
  return readParts(element, given);
}

function readParts(type: GraphQLInputType, given: string): unknown[] {
  return given
    .split(',')
    .filter((part) => part !== '')
    .map((part) => readOne(type, part));
}

/**
 * Reads one value by its type, which may not be a list: input objects as JSON, numbers, `true` and `false`, and others as they are
 * written. What does not fit stays the text that it is.
 */
export function readOne(type: GraphQLInputType, given: string): unknown {
  if (isInputObjectType(type)) return readJson(given);
  switch (getNamedType(type).name) {
    case 'Int':
    case 'Float':
      // A number beyond those of JavaScript would become null in JSON.
      return JSON_NUMBER.test(given) && Number.isFinite(Number(given)) ? Number(given) : given;
    case 'Boolean':
      return given === 'true' || given === 'false' ? given === 'true' : given;
    default:
      return given;
  }
}

const JSON_NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** Reads JSON; what is none stays the text that it is. */
export function readJson(given: string): unknown {
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return given;
  }
}
