import {
  GraphQLError,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  specifiedScalarTypes,
  type ConstDirectiveNode,
  type DocumentNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { parseFieldSet, readArgument } from '../../../gateway/graphql-document/directive-arguments.js';
import { findDirectives, membersOf } from '../check/checked-subgraph.js';

/** What a subgraph says of its types. */
interface Types {
  /** The names of the types of fields, by type and field. */
  fields: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Scalars and enums. */
  leaves: ReadonlySet<string>;
}

/**
 * Finds what the composition library cannot read: a field set that selects fields of a scalar or an enum, such as
 * `@key(fields: "id { code }")`.
 *
 * @returns errors KEY_INVALID_FIELDS, REQUIRES_INVALID_FIELDS and PROVIDES_INVALID_FIELDS, worded like those of the library
 */
export function findLeafSelections(subgraph: string, document: DocumentNode): GraphQLError[] {
  const types = readTypes(document);
  const errors: GraphQLError[] = [];
  const judge = (directive: ConstDirectiveNode, kind: 'key' | 'requires' | 'provides', on: string, type: string) => {
    const fields = readArgument(directive, 'fields');
    const selected = typeof fields === 'string' ? tryParse(fields) : undefined;
    const leaf = selected && findLeaf(selected, type, types);
    if (leaf === undefined) return;
    errors.push(
      new GraphQLError(
        `[${subgraph}] On ${on}, for @${directive.name.value}(fields: ${JSON.stringify(fields)}): "${leaf.name}" is of the type ${leaf.type}, which has no fields to select`,
        { nodes: [directive], extensions: { code: `${kind.toUpperCase()}_INVALID_FIELDS` } },
      ),
    );
  };
  for (const definition of document.definitions) {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue;
    const owner = definition.name.value;
    for (const directive of findDirectives({ document }, definition, 'key'))
      judge(directive, 'key', `type "${owner}"`, owner);
    for (const field of membersOf(definition)) {
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      const on = `field "${owner}.${field.name.value}"`;
      for (const directive of findDirectives({ document }, field, 'requires')) judge(directive, 'requires', on, owner);
      for (const directive of findDirectives({ document }, field, 'provides'))
        judge(directive, 'provides', on, namedType(field.type));
    }
  }
  return errors;
}

/** The first selection of fields where there are none. */
function findLeaf(
  { selections }: SelectionSetNode,
  type: string,
  types: Types,
): { name: string; type: string } | undefined {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) continue;
    const [name, inner] =
      selection.kind === Kind.FIELD
        ? [`${type}.${selection.name.value}`, types.fields.get(type)?.get(selection.name.value)]
        : [`... on ${selection.typeCondition?.name.value}`, selection.typeCondition?.name.value ?? type];
    // What is unknown here, the library explains.
    if (inner === undefined) continue;
    if (types.leaves.has(inner)) return { name, type: inner };
    const found = findLeaf(selection.selectionSet, inner, types);
    if (found) return found;
  }
  return undefined;
}

function readTypes({ definitions }: DocumentNode): Types {
  const fields = new Map<string, Map<string, string>>();
  const leaves = new Set(specifiedScalarTypes.map(({ name }) => name));
  for (const definition of definitions) {
    if (definition.kind === Kind.SCALAR_TYPE_DEFINITION || definition.kind === Kind.ENUM_TYPE_DEFINITION)
      leaves.add(definition.name.value);
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue;
    const ofType = fields.get(definition.name.value) ?? new Map<string, string>();
    fields.set(definition.name.value, ofType);
    for (const field of membersOf(definition))
      if (field.kind === Kind.FIELD_DEFINITION) ofType.set(field.name.value, namedType(field.type));
  }
  return { fields, leaves };
}

function tryParse(fields: string): SelectionSetNode | undefined {
  try {
    return parseFieldSet(fields);
  } catch {
    return undefined;
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
