import {
  GraphQLError,
  Kind,
  parse,
  Source,
  type ASTNode,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type Location,
} from 'graphql';
import { readArgument, readImports } from '../../../gateway/graphql-document/directive-arguments.js';
import type { SubgraphEntry } from '../../../gateway/supergraph/registry/manifest.js';
import type { Place } from '../report/report.js';

/** A subgraph of the network as it would be after a change. */
export interface CheckedSubgraph {
  name: string;
  url: string;
  /** Where people find its text: a partner's file, or the one of the registry. */
  file: string;
  /** False for a published subgraph that the change leaves as it is. */
  isChanged: boolean;
  /** What the registry says of it; undefined for a new one. */
  entry: SubgraphEntry | undefined;
  document: DocumentNode;
}

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Parses the SDL of a subgraph. A byte order mark is ignored; lines may end in any way.
 *
 * @throws GraphQLError with the location, when it is not GraphQL
 */
export function parseSdl(sdl: string, file: string): DocumentNode {
  const text = sdl.startsWith(BYTE_ORDER_MARK) ? sdl.slice(1) : sdl;
  if (text.includes('\0') || text.startsWith('\uFFFD'))
    throw new GraphQLError('The file is not UTF-8 text: save it as UTF-8.');
  if (text.trim() === '') throw new GraphQLError('The file is empty.');
  return parse(new Source(text, file));
}

interface NodeWithDirectives {
  readonly directives?: readonly DirectiveNode[] | undefined;
}

/**
 * Finds the directives of one kind on a node of a subgraph. Those of federation can have any name that the subgraph gives them:
 * https://specs.apollo.dev/link/v1.0/#Import
 *
 * @param name without `@`, such as `key`
 */
export function findDirectives(
  { document }: Pick<CheckedSubgraph, 'document'>,
  { directives = [] }: NodeWithDirectives,
  name: string,
): readonly ConstDirectiveNode[] {
  if (directives.length === 0) return [];
  const names = directiveNames(document, name);
  return (directives as readonly ConstDirectiveNode[]).filter((each) => names.has(each.name.value));
}

/** The first of {@link findDirectives}. */
export function findDirective(
  subgraph: CheckedSubgraph,
  node: NodeWithDirectives,
  name: string,
): ConstDirectiveNode | undefined {
  return findDirectives(subgraph, node, name)[0];
}

/** By document and the directive's own name: they are asked for at each field. */
const knownNames = new WeakMap<DocumentNode, Map<string, ReadonlySet<string>>>();

/** What a subgraph may call a directive of federation. */
function directiveNames(document: DocumentNode, name: string): ReadonlySet<string> {
  const ofDocument = knownNames.get(document) ?? new Map<string, ReadonlySet<string>>();
  knownNames.set(document, ofDocument);
  let names = ofDocument.get(name);
  if (!names) {
    names = new Set(
      federationLinks(document).flatMap((link) => {
        const imported = readImports(link).get(`@${name}`);
        const prefixed = `${String(readArgument(link, 'as') ?? 'federation')}__${name}`;
        return imported === undefined ? [prefixed] : [prefixed, String(imported).slice(1)];
      }),
    ).add(name);
    ofDocument.set(name, names);
  }
  return names;
}

/** Links of federation, whose directive `@link` may have another name too. */
function federationLinks({ definitions }: DocumentNode): ConstDirectiveNode[] {
  return definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).filter((link) => /\/federation\/v/.test(String(readArgument(link, 'url'))))
      : [],
  );
}

/** The place of a node, with the coordinate of the innermost type, field or argument around it. */
export function placeOfNode({ loc }: ASTNode, subgraphs: readonly CheckedSubgraph[]): Place | undefined {
  const subgraph = loc && subgraphs.find(({ document }) => document.loc?.source === loc.source);
  return subgraph && loc ? placeAt(subgraph, coordinateAt(subgraph.document, loc), loc) : undefined;
}

/**
 * The place at which a subgraph defines a coordinate such as `City`, `City.lines` or `City.lines(first:)`; undefined when it
 * does not.
 */
export function placeOfCoordinate(subgraph: CheckedSubgraph, coordinate: string): Place | undefined {
  return placesOfCoordinate(subgraph, coordinate)[0];
}

/** All places of {@link placeOfCoordinate}: a type can be extended, and a field written twice by mistake. */
export function placesOfCoordinate(subgraph: CheckedSubgraph, coordinate: string): Place[] {
  const [, type, member, argument] = /^(\w+)(?:\.(\w+))?(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  return subgraph.document.definitions
    .filter((definition) => nameOf(definition) === type)
    .flatMap((definition) =>
      member === undefined ? definition : membersOf(definition).filter((each) => nameOf(each) === member),
    )
    .flatMap((node) => (argument === undefined ? node : argumentsOf(node).filter((each) => nameOf(each) === argument)))
    .map((node) => placeAt(subgraph, coordinate, nameLocation(node)));
}

/** Whether a subgraph gives a type a `@key`. */
export function hasKey(subgraph: CheckedSubgraph, type: string): boolean {
  return subgraph.document.definitions.some(
    (definition) =>
      nameOf(definition) === type &&
      'directives' in definition &&
      findDirective(subgraph, definition, 'key') !== undefined,
  );
}

/** The first place that defines a coordinate, in the subgraphs of the change before the others. */
export function findPlaces(subgraphs: readonly CheckedSubgraph[], coordinate: string): Place[] {
  const inOrder = [...subgraphs].sort((a, b) => Number(b.isChanged) - Number(a.isChanged));
  return inOrder.flatMap((subgraph) => placeOfCoordinate(subgraph, coordinate) ?? []);
}

/** Where a syntax error is. */
export function placeOfSyntaxError(error: GraphQLError, { name, file }: Pick<CheckedSubgraph, 'name' | 'file'>): Place {
  const at = error.locations?.[0];
  return { subgraph: name, file, line: at?.line ?? 1, column: at?.column ?? 1 };
}

/** Fields, values or input fields of a type. */
export function membersOf(node: ASTNode): readonly ASTNode[] {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return node.fields ?? [];
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return node.values ?? [];
    default:
      return [];
  }
}

function argumentsOf(node: ASTNode): readonly ASTNode[] {
  return node.kind === Kind.FIELD_DEFINITION ? (node.arguments ?? []) : [];
}

function coordinateAt(document: DocumentNode, at: Location): string | undefined {
  const isAround = ({ loc }: ASTNode) => loc !== undefined && loc.start <= at.start && at.end <= loc.end;
  const definition = document.definitions.find(isAround);
  if (!definition) return undefined;
  const type = nameOf(definition);
  if (type === undefined) return undefined;
  const member = membersOf(definition).find(isAround);
  if (!member) return definition.kind === Kind.DIRECTIVE_DEFINITION ? `@${type}` : type;
  const argument = argumentsOf(member).find(isAround);
  return `${type}.${nameOf(member)}${argument ? `(${nameOf(argument)}:)` : ''}`;
}

function placeAt({ name, file }: CheckedSubgraph, coordinate: string | undefined, loc: Location | undefined): Place {
  return {
    subgraph: name,
    ...(coordinate !== undefined && { coordinate }),
    file,
    ...(loc && { line: loc.startToken.line, column: loc.startToken.column }),
  };
}

/** Below its description. */
function nameLocation(node: ASTNode): Location | undefined {
  return 'name' in node && node.name ? (node.name as ASTNode).loc : node.loc;
}

function nameOf(node: ASTNode): string | undefined {
  return 'name' in node && node.name && 'value' in node.name ? node.name.value : undefined;
}
