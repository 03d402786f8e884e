import { errorCauses, Supergraph } from '@apollo/federation-internals';
import {
  isTypeDefinitionNode,
  Kind,
  parse,
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type NameNode,
  type TypeDefinitionNode,
} from 'graphql';
import { readArgument } from '../../../gateway/graphql-document/directive-arguments.js';

/** What a contract leaves out stands in the supergraph with `@inaccessible`: subgraphs may still need it of each other. */
export interface Contract {
  supergraph: DocumentNode;
  /** Coordinates that clients of the contract do not see, of those that others see. Members of a hidden type are not listed. */
  hidden: string[];
  /** Why it is no valid schema, such as a visible field of a hidden type. */
  problems: { coordinate: string; message: string }[];
}

const INACCESSIBLE = 'inaccessible';
const LINK = `schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }
directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION`;

type Tagged = ASTNode & { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/**
 * Cuts a contract from a supergraph: what has one of the tags is hidden from clients, and so is a type of which nothing is
 * left. https://www.apollographql.com/docs/graphos/platform/schema-management/delivery/contracts/overview
 */
export function cutContract(supergraph: DocumentNode, excludedTags: readonly string[]): Contract {
  const hidden: string[] = [];
  const isTagged = ({ directives = [] }: Tagged) =>
    directives.some(
      (directive) => directive.name.value === 'tag' && excludedTags.includes(String(readArgument(directive, 'name'))),
    );
  const isHidden = ({ directives = [] }: Tagged) => directives.some(({ name }) => name.value === INACCESSIBLE);
  const hide = <N extends Tagged>(node: N, coordinate: string): N => {
    if (isHidden(node)) return node;
    hidden.push(coordinate);
    return { ...node, directives: [...(node.directives ?? []), inaccessible()] };
  };

  const cutField = (node: FieldDefinitionNode, coordinate: string): FieldDefinitionNode =>
    isTagged(node)
      ? hide(node, coordinate)
      : {
          ...node,
          arguments: (node.arguments ?? []).map((argument) =>
            isTagged(argument) ? hide(argument, `${coordinate}(${argument.name.value}:)`) : argument,
          ),
        };
  const cutMember = <N extends Tagged & { readonly name: NameNode }>(node: N, type: string): N => {
    const coordinate = `${type}.${node.name.value}`;
    if (node.kind === Kind.FIELD_DEFINITION) return cutField(node, coordinate) as N;
    return isTagged(node) ? hide(node, coordinate) : node;
  };
  const cutType = <N extends TypeDefinitionNode>(definition: N): N => {
    const type = definition.name.value;
    if (isTagged(definition)) return hide(definition, type);
    const before = hidden.length;
    const members = membersOf(definition).map((member) => cutMember(member, type));
    if (hidden.length === before) return definition;
    if (members.every(isHidden)) {
      hidden.length = before;
      return hide(definition, type);
    }
    return { ...definition, [definition.kind === Kind.ENUM_TYPE_DEFINITION ? 'values' : 'fields']: members };
  };
  const document = withLink({
    ...supergraph,
    definitions: supergraph.definitions.map((definition) =>
      isTypeDefinitionNode(definition) ? cutType(definition) : definition,
    ),
  });
  return { supergraph: document, hidden, problems: hidden.length > 0 ? findProblems(document) : [] };
}

function membersOf(definition: TypeDefinitionNode) {
  if ('fields' in definition) return definition.fields ?? [];
  return 'values' in definition ? (definition.values ?? []) : [];
}

/** What of the cut supergraph contradicts itself, by the rules of https://specs.apollo.dev/inaccessible/v0.2 */
function findProblems(document: DocumentNode): Contract['problems'] {
  try {
    Supergraph.build(document, { supportedFeatures: null }).apiSchema();
    return [];
  } catch (error) {
    const causes = errorCauses(error as Error);
    if (!causes) throw error;
    return causes.map(({ message, extensions }) => {
      const [coordinate = ''] = (extensions['inaccessible_referencers'] ??
        extensions['inaccessible_elements'] ??
        []) as string[];
      const text = message.replaceAll('@inaccessible', 'hidden').replaceAll('the API schema', 'the contract');
      return { coordinate, message: text.charAt(0).toLowerCase() + text.slice(1) };
    });
  }
}

function inaccessible(): ConstDirectiveNode {
  return { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: INACCESSIBLE } };
}

/** A router that does not know `@inaccessible` must refuse the supergraph. */
function withLink(document: DocumentNode): DocumentNode {
  const isThere = document.definitions.some(
    (definition) => definition.kind === Kind.DIRECTIVE_DEFINITION && definition.name.value === INACCESSIBLE,
  );
  if (isThere) return document;
  const [schema, directive] = parse(LINK, { noLocation: true }).definitions;
  const link = schema?.kind === Kind.SCHEMA_DEFINITION ? (schema.directives ?? []) : [];
  return {
    ...document,
    definitions: [
      ...document.definitions.map((definition) =>
        definition.kind === Kind.SCHEMA_DEFINITION
          ? { ...definition, directives: [...(definition.directives ?? []), ...link] }
          : definition,
      ),
      directive!,
    ],
  };
}
