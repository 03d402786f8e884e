import { getNamedType, isLeafType, isObjectType, type GraphQLNamedType, type GraphQLOutputType } from 'graphql';
import type { DataField, FieldProjection, SelectionProjection } from '../canonical/projection.js';
import type { FetchedField, FetchedFields } from '../fetches/fetched-fields.js';

/**
 * A text that is equal for values that are written alike: the same names, types and order all the way down. Null where a
 * value may be written in several ways: it has an abstract type, or the client renames something in it.
 */
export type StructureKey = string | null;

/** The structures of what fetches bring. */
export class FetchedStructures {
  readonly #ofObject = new Map<FetchedFields, StructureKey>();

  keyOf({ name, type, selection, isCertain }: FetchedField): StructureKey {
    if (name === '__typename') return name;
    if (!type || !isCertain) return null;
    return keyOfValue(type, selection, (fields, named) => this.#object(fields, named));
  }

  #object(fields: FetchedFields, type: GraphQLNamedType): StructureKey {
    let key = this.#ofObject.get(fields);
    if (key === undefined) {
      key = joinKeys(fields.fieldsOf(type).map((field) => [field.key, this.keyOf(field)]));
      this.#ofObject.set(fields, key);
    }
    return key;
  }
}

/** The structures of what a client gets. */
export class ProjectedStructures {
  /** Clients that share a program have projections of their own. */
  readonly #ofObject = new WeakMap<SelectionProjection, StructureKey>();

  keyOf(field: FieldProjection): StructureKey {
    if (field.kind === 'typename') return field.responseName === '__typename' ? '__typename' : null;
    if (field.kind !== 'data' || field.nameNumber !== null || field.key !== field.responseName) return null;
    return this.valueKeyOf(field);
  }

  /** The structure of the value, whatever the name of its field. */
  valueKeyOf({ type, selection }: Pick<DataField, 'type' | 'selection'>): StructureKey {
    return keyOfValue(type, selection, (inner, named) => this.#object(inner, named));
  }

  #object(selection: SelectionProjection, type: GraphQLNamedType): StructureKey {
    let key = this.#ofObject.get(selection);
    if (key === undefined) {
      const { fields } = selection.of(type as never);
      key = joinKeys(fields.map((field) => [field.responseName, this.keyOf(field)]));
      this.#ofObject.set(selection, key);
    }
    return key;
  }
}

function keyOfValue<S>(
  type: GraphQLOutputType,
  selection: S | null,
  ofObject: (selection: S, type: GraphQLNamedType) => StructureKey,
): StructureKey {
  const named = getNamedType(type);
  if (isLeafType(named)) return String(type);
  const inner = isObjectType(named) && selection ? ofObject(selection, named) : null;
  return inner && `${String(type)}${inner}`;
}

function joinKeys(fields: readonly (readonly [string, StructureKey])[]): StructureKey {
  const parts: string[] = [];
  for (const [name, key] of fields) {
    if (key === null) return null;
    parts.push(`${name}:${key}`);
  }
  return `{${parts.join(',')}}`;
}
