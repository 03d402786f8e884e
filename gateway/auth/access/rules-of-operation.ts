import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../graphql-document/fragments-of.js';
import type { Access, AccessRule } from './access.js';

/** The access rules that an operation meets. */
export interface OperationRules {
  /** The operation alone, with its fragments expanded: a fragment may be allowed at one place and not at another. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Those that meet a rule, in the order of the document. */
  readonly fields: readonly RuledField[];
  readonly rootFields: readonly SelectedField[];
}

interface SelectedField {
  readonly node: FieldNode;
  /** The field and the fields and fragments around it: one of them may be skipped. */
  readonly selections: readonly SelectionNode[];
}

/** A field that meets rules by itself, by its type, by the type condition around it, or because it requires a field that does. */
export interface RuledField extends SelectedField {
  readonly rules: readonly AccessRule[];
  /** Response keys from the root, without indexes of lists. */
  readonly path: readonly string[];
}

type Types = ReadonlySet<GraphQLObjectType>;

/** Where in the document the walk is. */
interface Position {
  path: readonly string[];
  selections: readonly SelectionNode[];
  /** Rules of the type conditions around, up to the next field. */
  around: readonly AccessRule[];
}

/**
 * Finds every rule that a valid operation meets, for all values of its variables: by a type condition, by an interface of which some
 * types are protected, or because a field requires another one that is. Introspection meets none, nor does `__typename` of an
 * interface or union.
 *
 * @returns null when it meets none
 */
export function rulesOfOperation(
  access: Access,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationRules | null {
  const { schema } = access;
  const root = schema.getRootType(operation.operation);
  if (!root) return null;
  const expanded = expandFragments(document, operation);
  const fields: RuledField[] = [];
  const rootFields: SelectedField[] = [];
  inSelections(root, new Set([root]), expanded.selectionSet, { path: [], selections: [], around: [] });
  if (fields.length === 0) return null;
  return { document: { ...document, definitions: [expanded] }, operation: expanded, fields, rootFields };

  /** @param types the object may be of, at execution */
  function inSelections(parent: GraphQLCompositeType, types: Types, set: SelectionSetNode, position: Position): void {
    for (const selection of set.selections) {
      const selections = [...position.selections, selection];
      if (selection.kind === Kind.FIELD) inField(parent, types, selection, { ...position, selections });
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition } = selection;
        const condition = typeCondition ? schema.getType(typeCondition.name.value) : parent;
        if (!isCompositeType(condition)) continue;
        const around = [...position.around, ...rulesOf(access, condition.name)];
        inSelections(condition, narrow(access, types, condition), selection.selectionSet, {
          ...position,
          selections,
          around,
        });
      }
    }
  }

  function inField(parent: GraphQLCompositeType, types: Types, node: FieldNode, position: Position): void {
    const { selections } = position;
    if (position.path.length === 0) rootFields.push({ node, selections });
    const path = [...position.path, (node.alias ?? node.name).value];
    const rules = [...position.around, ...rulesOfField(access, parent, types, node.name.value)];
    if (rules.length > 0) fields.push({ node, selections, rules: [...new Set(rules)], path });
    const definition = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
    const inner = definition && getNamedType(definition.type);
    if (node.selectionSet && isCompositeType(inner))
      inSelections(inner, typesOf(access, inner), node.selectionSet, { path, selections, around: [] });
  }
}

function rulesOf({ rules }: Access, coordinate: string): readonly AccessRule[] {
  return rules.get(coordinate) ?? [];
}

/**
 * The rules that a field meets, without those of what is selected in it.
 *
 * @param types what the object can be at execution: at least as much as it really can
 * @param seen ends the walk where fields require each other
 */
function* rulesOfField(
  access: Access,
  parent: GraphQLCompositeType,
  types: Types,
  name: string,
  seen = new Set<SelectionSetNode>(),
): Generator<AccessRule> {
  if (name.startsWith('__')) return;
  const owners = new Set<GraphQLNamedType>([parent, ...types]);
  for (const type of types)
    for (const face of type.getInterfaces()) if (access.ofInterface.has(`${type.name}.${name}`)) owners.add(face);
  for (const owner of owners) {
    const definition = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[name] : undefined;
    if (!definition) continue;
    yield* rulesOf(access, owner.name);
    yield* rulesOf(access, `${owner.name}.${name}`);
    yield* rulesOf(access, getNamedType(definition.type).name);
    for (const { type, selections } of access.required.get(`${owner.name}.${name}`) ?? []) {
      const holder = access.schema.getType(type);
      if (isCompositeType(holder)) yield* rulesOfRequired(access, holder, typesOf(access, holder), selections, seen);
    }
  }
}

function* rulesOfRequired(
  access: Access,
  parent: GraphQLCompositeType,
  types: Types,
  selectionSet: SelectionSetNode,
  seen: Set<SelectionSetNode>,
): Generator<AccessRule> {
  if (seen.has(selectionSet)) return;
  seen.add(selectionSet);
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      yield* rulesOfField(access, parent, types, selection.name.value, seen);
      const definition = isUnionType(parent) ? undefined : parent.getFields()[selection.name.value];
      const inner = definition && getNamedType(definition.type);
      if (selection.selectionSet && isCompositeType(inner))
        yield* rulesOfRequired(access, inner, typesOf(access, inner), selection.selectionSet, seen);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition ? access.schema.getType(selection.typeCondition.name.value) : parent;
      if (!isCompositeType(condition)) continue;
      yield* rulesOf(access, condition.name);
      yield* rulesOfRequired(access, condition, narrow(access, types, condition), selection.selectionSet, seen);
    }
  }
}

function typesOf({ schema }: Access, type: GraphQLCompositeType): Types {
  return new Set(isAbstractType(type) ? schema.getPossibleTypes(type) : [type]);
}

/** What an object can be below a type condition. A condition that no type meets is judged as if it stood alone. */
function narrow(access: Access, types: Types, condition: GraphQLCompositeType): Types {
  const own = typesOf(access, condition);
  const both = new Set([...types].filter((type) => own.has(type)));
  return both.size > 0 ? both : own;
}

/** The operation with an inline fragment of its own in the place of each spread. */
function expandFragments(document: DocumentNode, operation: OperationDefinitionNode): OperationDefinitionNode {
  const fragments = fragmentsOf(document);
  return fragments.size === 0
    ? operation
    : { ...operation, selectionSet: expandSet(operation.selectionSet, fragments) };
}

function expandSet(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): SelectionSetNode {
  return {
    ...set,
    selections: set.selections.map((selection): SelectionNode => {
      if (selection.kind !== Kind.FRAGMENT_SPREAD)
        return selection.selectionSet
          ? { ...selection, selectionSet: expandSet(selection.selectionSet, fragments) }
          : { ...selection };
      const { typeCondition, selectionSet } = fragments.get(selection.name.value)!;
      return {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition,
        ...(selection.directives && { directives: selection.directives }),
        selectionSet: expandSet(selectionSet, fragments),
      };
    }),
  };
}
