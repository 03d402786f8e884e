import {
  GraphQLError,
  GraphQLID,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';

/**
 * Finds ids that were sent as numbers which JSON.parse has rounded: 9007199254740993 is read as 9007199254740992, the id of
 * something else.
 *
 * @param variables as they were sent; each fits its type
 * @returns one error for each such variable, BAD_USER_INPUT; its message has the path of the value
 */
export function findRoundedIds(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  variables: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of definitions) {
    const name = definition.variable.name.value;
    if (!holdsUnsafeInteger(variables[name])) continue;
    const type = typeFromAST(schema, definition.type);
    const path = isInputType(type) ? pathOfRoundedId(variables[name], type, name) : null;
    if (path === null) continue;
    const message = `Variable "$${name}" got invalid value beyond ${Number.MAX_SAFE_INTEGER} at "${path}"; Such a number is rounded: send it as a string.`;
    errors.push(new GraphQLError(message, { nodes: definition, extensions: { code: 'BAD_USER_INPUT' } }));
  }
  return errors;
}

/** Most variables have none: their types need not be looked at. */
function holdsUnsafeInteger(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsUnsafeInteger);
}

function pathOfRoundedId(value: unknown, type: GraphQLInputType, path: string): string | null {
  if (isNonNullType(type)) return pathOfRoundedId(value, type.ofType, path);
  if (isListType(type)) {
    if (!Array.isArray(value)) return pathOfRoundedId(value, type.ofType, path);
    for (const [index, element] of value.entries()) {
      const found = pathOfRoundedId(element, type.ofType, `${path}.${index}`);
      if (found !== null) return found;
    }
    return null;
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    for (const [key, inner] of Object.entries(value ?? {})) {
      const found = fields[key] ? pathOfRoundedId(inner, fields[key].type, `${path}.${key}`) : null;
      if (found !== null) return found;
    }
    return null;
  }
  return type.name === GraphQLID.name && holdsUnsafeInteger(value) ? path : null;
}
