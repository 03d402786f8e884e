import {
  getNullableType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { HttpError } from '../http/http-error.js';
import { readJson, readOne } from '../openapi/variables-of-address.js';

/**
 * Reads the variables of an operation from the arguments of a tool, as assistants write them: some give an object, a list or a number as
 * a text, and null for what they leave out. Other texts that do not fit stay as they are: the pipeline refuses them.
 *
 * @throws HttpError BAD_USER_INPUT for an argument that is no variable: without it, the assistant would take the result for another one
 */
export function variablesOfArguments(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = variableDefinitions.map(({ variable }) => variable.name.value);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new HttpError('BAD_USER_INPUT', noArgument(unknown.slice(0, 100), names.join(', ')));
  const variables: Record<string, unknown> = {};
  for (const { variable, type: typeNode, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, typeNode);
    const value = given[name];
    const isLeftOut = value === null && isNonNullType(type) && defaultValue !== undefined;
    if (value === undefined || isLeftOut || !isInputType(type)) continue;
    variables[name] = typeof value === 'string' ? readText(getNullableType(type), value) : value;
  }
  return variables;
}

function readText(type: GraphQLInputType, given: string): unknown {
  if (!isListType(type)) return readOne(type, given);
  return given.trimStart().startsWith('[') ? readJson(given) : given;
}

function noArgument(name: string, names: string) {
  return {
    en: `There is no argument ${JSON.stringify(name)}. This tool takes: ${names || '-'}`,
    th: `ไม่มีอาร์กิวเมนต์ ${JSON.stringify(name)} เครื่องมือนี้รับ: ${names || '-'}`,
  };
}
