import {
  getLocation,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { ExecutionError, ResponsePath } from '../executor.js';
import type { Removal } from './remove-refused-fields.js';

type Data = Record<string, unknown>;

/** Null where none may be, so that the field above is null: https://spec.graphql.org/draft/#sec-Handling-Execution-Errors */
const NOT_HERE = Symbol('null that may not be here');

/**
 * Puts null in the places of removed fields, and of the fields above them as far as they may not be null.
 *
 * @param data the result of the rest of the operation, with the markers in it
 * @param onError called for each response path of a removed field
 */
export function nullRefusedFields(
  schema: GraphQLSchema,
  { operation, removed, typeName }: Removal,
  data: Data,
  onError: (error: ExecutionError) => void,
): Data | null {
  const whole = inObject(data, [operation.selectionSet], []);
  return whole === NOT_HERE ? null : (whole as Data);

  function inObject(object: Data, selectionSets: readonly SelectionSetNode[], path: ResponsePath): unknown {
    const type = schema.getType(String(object[typeName]));
    if (!isObjectType(type)) return object; // Nothing was removed from it.
    const fields = new Map<string, FieldNode[]>();
    for (const selectionSet of selectionSets) collect(type, selectionSet, fields);
    const nulls = new Set(
      Object.keys(object)
        .filter((key) => removed.has(key))
        .map((key) => responseName(removed.get(key)!.node)),
    );
    let isNotHere = false;
    const seen = new Set<string>();
    const entries = Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
      if (key === typeName) return [];
      const { node: field, error } = removed.get(key) ?? {};
      const name = field ? responseName(field) : key;
      if (field && !seen.has(name)) {
        seen.add(name);
        onError({ ...error!, path: [...path, name], locations: locationsOf(field) });
        if (field.name.value === '__typename' || isNonNullType(type.getFields()[field.name.value]?.type))
          isNotHere = true;
      }
      if (field || nulls.has(name)) return [[name, null]];
      const nodes = fields.get(key) ?? [];
      const definition = type.getFields()[nodes[0]?.name.value ?? ''];
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const filled = definition && below.length > 0 ? inValue(definition.type, value, below, [...path, key]) : value;
      if (filled === NOT_HERE) isNotHere = true;
      return [[key, filled]];
    });
    return isNotHere ? NOT_HERE : Object.fromEntries(entries);
  }

  function inValue(
    type: GraphQLOutputType,
    value: unknown,
    below: readonly SelectionSetNode[],
    path: ResponsePath,
  ): unknown {
    if (value === null || value === undefined) return value;
    if (isNonNullType(type)) {
      const filled = inValue(type.ofType, value, below, path);
      return filled === null ? NOT_HERE : filled;
    }
    if (isListType(type)) {
      const elements = (value as unknown[]).map((element, index) =>
        inValue(type.ofType, element, below, [...path, index]),
      );
      return elements.includes(NOT_HERE) ? null : elements;
    }
    const filled = isCompositeType(type) ? inObject(value as Data, below, path) : value;
    return filled === NOT_HERE ? null : filled;
  }

  function collect(type: GraphQLObjectType, { selections }: SelectionSetNode, fields: Map<string, FieldNode[]>): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = responseName(selection);
        fields.set(name, [...(fields.get(name) ?? []), selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : type;
        const applies =
          condition === type ||
          (isCompositeType(condition) && !isObjectType(condition) && schema.isSubType(condition, type));
        if (applies) collect(type, selection.selectionSet, fields);
      }
    }
  }
}

function locationsOf({ loc }: FieldNode) {
  return loc && [getLocation(loc.source, loc.start)];
}

function responseName({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
