import type {
  ConstDirectiveNode,
  DefinitionNode,
  DocumentNode,
  EnumValueDefinitionNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  NamedTypeNode,
  OperationTypeDefinitionNode,
} from 'graphql';

/** A part of a definition that may be left out alone. */
type Member = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode;

/** What stays of a document of definitions. What is not asked stays. */
interface Kept {
  definition?(definition: DefinitionNode): boolean;
  /** Where it is applied, to whatever. */
  directive(directive: ConstDirectiveNode): boolean;
  /** A field, an argument, an input field or an enum value. */
  member?(member: Member): boolean;
  /** A type that a definition names as its interface, its member or its root type. */
  namedType?(type: NamedTypeNode): boolean;
}

/** Everything that some kind of definition has in it. */
interface Parts {
  directives?: readonly ConstDirectiveNode[];
  fields?: readonly Member[];
  values?: readonly Member[];
  arguments?: readonly Member[];
  interfaces?: readonly NamedTypeNode[];
  types?: readonly NamedTypeNode[];
  operationTypes?: readonly OperationTypeDefinitionNode[];
}

const EVERYTHING = () => true;

/**
 * Leaves parts out of a document of definitions. It looks at definitions and their parts only, while `visit` also looks at each name,
 * type and description: requests wait meanwhile.
 */
export function filterDefinitions(
  document: DocumentNode,
  { definition = EVERYTHING, directive, member = EVERYTHING, namedType = EVERYTHING }: Kept,
): DocumentNode {
  return { ...document, definitions: document.definitions.filter(definition).map(filterParts) };

  function filterParts<N extends DefinitionNode | Member>(node: N): N {
    const { directives, fields, values, arguments: args, interfaces, types, operationTypes } = node as Parts;
    return {
      ...node,
      ...(directives && { directives: directives.filter(directive) }),
      ...(fields && { fields: filterMembers(fields) }),
      ...(values && { values: filterMembers(values) }),
      ...(args && { arguments: filterMembers(args) }),
      ...(interfaces && { interfaces: interfaces.filter(namedType) }),
      ...(types && { types: types.filter(namedType) }),
      ...(operationTypes && { operationTypes: operationTypes.filter(({ type }) => namedType(type)) }),
    };
  }

  function filterMembers(members: readonly Member[]): Member[] {
    return members.filter(member).map(filterParts);
  }
}
