import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Access, AccessRule } from './access.js';

export type Types = ReadonlySet<GraphQLObjectType>;

/** Finds the rules that stand where an operation comes by. */
export interface RuleFinder {
  /** Those of a type. */
  ofType(name: string): readonly AccessRule[];
  /**
   * Those that a field meets by itself, by its type, or because it needs another field that meets them; not those of what
   * is selected below it. Introspection meets none.
   *
   * @param types what the object can be when the query runs: at least as much as it really can
   */
  ofField(parent: GraphQLCompositeType, types: Types, name: string): Generator<AccessRule>;
  typesOf(type: GraphQLCompositeType): Types;
  /** What an object can be below a type condition. Conditions that no type meets select nothing; they are judged as if they stood alone. */
  narrowed(types: Types, condition: GraphQLCompositeType): Types;
}

export function ruleFinder({ schema, rules, needed, ofInterface }: Access): RuleFinder {
  return { ofType, ofField, typesOf, narrowed };

  function ofType(name: string): readonly AccessRule[] {
    return rules.get(name) ?? [];
  }

  function* ofField(
    parent: GraphQLCompositeType,
    types: Types,
    name: string,
    seen = new Set<SelectionSetNode>(),
  ): Generator<AccessRule> {
    if (name.startsWith('__')) return;
    const owners = new Set<GraphQLNamedType>([parent, ...types]);
    for (const type of types) {
      for (const face of type.getInterfaces()) if (ofInterface.has(`${type.name}.${name}`)) owners.add(face);
    }
    for (const owner of owners) {
      if (isUnionType(owner)) continue;
      const definition = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[name] : undefined;
      if (!definition) continue;
      yield* ofType(owner.name);
      yield* ofType(`${owner.name}.${name}`);
      yield* ofType(getNamedType(definition.type).name);
      for (const { type, selections } of needed.get(`${owner.name}.${name}`) ?? []) {
        const holder = schema.getType(type);
        if (isCompositeType(holder)) yield* ofNeeded(holder, typesOf(holder), selections, seen);
      }
    }
  }

  /** @param seen ends what needs itself */
  function* ofNeeded(
    parent: GraphQLCompositeType,
    types: Types,
    selectionSet: SelectionSetNode,
    seen: Set<SelectionSetNode>,
  ): Generator<AccessRule> {
    if (seen.has(selectionSet)) return;
    seen.add(selectionSet);
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        yield* ofField(parent, types, selection.name.value, seen);
        const definition = isUnionType(parent) ? undefined : parent.getFields()[selection.name.value];
        const inner = definition && getNamedType(definition.type);
        if (selection.selectionSet && isCompositeType(inner))
          yield* ofNeeded(inner, typesOf(inner), selection.selectionSet, seen);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent;
        if (!isCompositeType(condition)) continue;
        yield* ofType(condition.name);
        yield* ofNeeded(condition, narrowed(types, condition), selection.selectionSet, seen);
      }
    }
  }

  function typesOf(type: GraphQLCompositeType): Types {
    return new Set(isAbstractType(type) ? schema.getPossibleTypes(type) : [type]);
  }

  function narrowed(types: Types, condition: GraphQLCompositeType): Types {
    const own = typesOf(condition);
    const both = new Set([...types].filter((type) => own.has(type)));
    return both.size > 0 ? both : own;
  }
}
