import {
  getNamedType,
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
 * @returns one error for each such variable, BAD_USER_INPUT with the path of the value
 */
export function findRoundedIds(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  variables: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of definitions) {
    const name = definition.variable.name.value;
    const path = pathOfUnsafeNumber(variables[name], name);
    if (path === null) continue;
    const type = typeFromAST(schema, definition.type);
    const argument = isInputType(type) ? pathOfRoundedId(variables[name], type, name) : null;
    if (argument !== null)
      errors.push(
        new GraphQLError(
          `Variable "$${name}" got invalid value beyond ${Number.MAX_SAFE_INTEGER} at "${argument}"; Such a number is rounded: send it as a string.`,
          { nodes: definition, extensions: { code: 'BAD_USER_INPUT', argument } },
        ),
      );
  }
  return errors;
}

/** Most variables have none: their types need not be looked at. */
function pathOfUnsafeNumber(value: unknown, path: string): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) || !Number.isInteger(value) ? null : path;
  if (typeof value !== 'object' || value === null) return null;
  for (const key in value) {
    const found = pathOfUnsafeNumber((value as Record<string, unknown>)[key], `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function pathOfRoundedId(value: unknown, type: GraphQLInputType, path: string): string | null {
  if (isNonNullType(type)) return pathOfRoundedId(value, type.ofType, path);
  if (isListType(type)) {
    if (!Array.isArray(value)) return pathOfRoundedId(value, type.ofType, path);
    return firstOf(value.map((element, index) => () => pathOfRoundedId(element, type.ofType, `${path}.${index}`)));
  }
  if (isInputObjectType(type)) {
    if (typeof value !== 'object' || value === null) return null;
    return firstOf(
      Object.entries(value).flatMap(([key, inner]) => {
        const field = type.getFields()[key];
        return field ? [() => pathOfRoundedId(inner, field.type, `${path}.${key}`)] : [];
      }),
    );
  }
  return getNamedType(type).name === GraphQLID.name ? pathOfUnsafeNumber(value, path) : null;
}

function firstOf(finders: ReadonlyArray<() => string | null>): string | null {
  for (const find of finders) {
    const found = find();
    if (found !== null) return found;
  }
  return null;
}
