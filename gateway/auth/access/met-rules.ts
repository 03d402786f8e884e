import { getNamedType, isAbstractType, isCompositeType, isInterfaceType, isObjectType, isUnionType, Kind, type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLNamedType, type GraphQLObjectType, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { Access, AccessRule } from './access.js';

/** A rule that an operation meets. */
export interface MetRule {
  rule: AccessRule;
  /** The field of the document that meets it, by its place in the response, without indexes of lists. */
  path: readonly string[];
  node: FieldNode | undefined;
}

export interface Operation {
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Tells whether `@skip` or `@include` leaves a selection out. */
  isLeftOut: (selection: SelectionNode) => boolean;
}

type Types = ReadonlySet<GraphQLObjectType>;

/** Where in the document the walk is. */
interface Place {
  path: readonly string[];
  node: FieldNode | undefined;
  /** Below, everything is met by this very field, which needs it. */
  isNeeded?: boolean;
}

/**
 * Finds every rule that a valid operation meets, by whatever way it comes to a type or field: by a type condition, by
 * an interface of which some types are protected, or because a field needs another one that is. Introspection meets
 * none, nor does `__typename` of an interface or union.
 */
export function* metRules({ schema, rules, needed, ofInterface }: Access, { operation, fragments, isLeftOut }: Operation): Generator<MetRule> {
  /** The types that each selection set was walked with: once is enough, which keeps nested fragments cheap. */
  const walked = new Map<SelectionSetNode, Set<string>>();
  const root = schema.getRootType(operation.operation);
  if (root) yield* inSelections(root, new Set([root]), operation.selectionSet, { path: [], node: undefined });

  /** @param types what the object can be when the query runs: at least as much as it really can */
  function* inSelections(parent: GraphQLCompositeType, types: Types, selectionSet: SelectionSetNode, place: Place): Generator<MetRule> {
    const known = walked.get(selectionSet) ?? new Set();
    const key = [parent.name, ...[...types].map(({ name }) => name).sort()].join(' ');
    if (known.has(key)) return;
    walked.set(selectionSet, known.add(key));

    for (const selection of selectionSet.selections) {
      if (isLeftOut(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const inner = place.isNeeded ? place : { path: [...place.path, (selection.alias ?? selection.name).value], node: selection };
        yield* inField(parent, types, selection, inner);
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (!fragment) continue;
        const condition = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
        if (!isCompositeType(condition)) continue;
        yield* at(condition.name, place);
        yield* inSelections(condition, narrowed(types, condition), fragment.selectionSet, place);
      }
    }
  }

  function* inField(parent: GraphQLCompositeType, types: Types, field: FieldNode, place: Place): Generator<MetRule> {
    const name = field.name.value;
    if (name.startsWith('__')) return;
    const owners = new Set<GraphQLNamedType>([parent, ...types]);
    for (const type of types) {
      for (const face of type.getInterfaces()) if (ofInterface.has(`${type.name}.${name}`)) owners.add(face);
    }
    for (const owner of owners) {
      if (isUnionType(owner)) continue;
      const definition = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[name] : undefined;
      if (!definition) continue;
      yield* at(owner.name, place);
      yield* at(`${owner.name}.${name}`, place);
      yield* at(getNamedType(definition.type).name, place);
      for (const { type, selections } of needed.get(`${owner.name}.${name}`) ?? []) {
        const holder = schema.getType(type);
        if (isCompositeType(holder)) yield* inSelections(holder, typesOf(holder), selections, { ...place, isNeeded: true });
      }
    }
    const definition = isUnionType(parent) ? undefined : parent.getFields()[name];
    const inner = definition && getNamedType(definition.type);
    if (!field.selectionSet || !isCompositeType(inner)) return;
    yield* inSelections(inner, typesOf(inner), field.selectionSet, place);
  }

  function* at(coordinate: string, { path, node }: Place): Generator<MetRule> {
    for (const rule of rules.get(coordinate) ?? []) yield { rule, path, node };
  }

  function typesOf(type: GraphQLCompositeType): Types {
    return new Set(isAbstractType(type) ? schema.getPossibleTypes(type) : [type]);
  }

  /** Conditions that no type meets select nothing; they are judged as if they stood alone. */
  function narrowed(types: Types, condition: GraphQLCompositeType): Types {
    const own = typesOf(condition);
    const both = new Set([...types].filter((type) => own.has(type)));
    return both.size > 0 ? both : own;
  }
}
