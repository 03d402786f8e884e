import {
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
import type { TakenOut } from './take-out.js';

type Data = Record<string, unknown>;
type Path = readonly (string | number)[];

/** Null that a place may not hold, so that the one above it is null: https://spec.graphql.org/draft/#sec-Handling-Execution-Errors */
const NOT_HERE = Symbol('null that may not be here');

/**
 * Puts null in the places of fields that were taken out of a query, and in those above them as far as they may not be null.
 *
 * @param data the answer to what is left of the query, with the markers in it
 * @param onNull told of each field that was taken out, once for each place where it would have been
 */
export function putNulls(
  schema: GraphQLSchema,
  { operation, taken, typeName }: TakenOut,
  data: Data,
  onNull: (marker: string, path: Path) => void,
): Data | null {
  const whole = inObject(data, [operation.selectionSet], []);
  return whole === NOT_HERE ? null : (whole as Data);

  function inObject(object: Data, selectionSets: readonly SelectionSetNode[], path: Path): unknown {
    const type = schema.getType(String(object[typeName]));
    if (!isObjectType(type)) return object; // Nothing was taken out of it.
    const fields = new Map<string, FieldNode[]>();
    for (const selectionSet of selectionSets) collect(type, selectionSet, fields);
    const nulls = new Set(
      Object.keys(object)
        .filter((key) => taken.has(key))
        .map((key) => responseName(taken.get(key)!.node)),
    );
    let isNotHere = false;
    const told = new Set<string>();
    const entries = Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
      if (key === typeName) return [];
      const field = taken.get(key)?.node;
      const name = field ? responseName(field) : key;
      if (field && !told.has(name)) {
        told.add(name);
        onNull(key, [...path, name]);
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

  function inValue(type: GraphQLOutputType, value: unknown, below: readonly SelectionSetNode[], path: Path): unknown {
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

function responseName({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
