import { Kind, parse, print, visit, type ASTNode, type DefinitionNode, type DocumentNode } from 'graphql';

/** What a subgraph library adds to the SDL that it was given: https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec */
const ADDED_TYPES = new Set(['_Any', '_Entity', '_Service', '_FieldSet', 'FieldSet']);
const ADDED_FIELDS = new Set(['_service', '_entities']);

/** Many times the tokens of our largest SDL: a subgraph must not occupy the gateway by what it sends. */
const MAX_TOKENS = 300_000;

/**
 * Tells whether two SDLs of a subgraph describe the same schema: in any order and layout, with or without descriptions, and with or
 * without the definitions that subgraph libraries add.
 *
 * @throws GraphQLError when one of them is not GraphQL, or too large
 */
export function isSameSdl(one: string, other: string): boolean {
  return one === other || normalize(one) === normalize(other);
}

function normalize(sdl: string): string {
  const document = visit(parse(sdl, { noLocation: true, maxTokens: MAX_TOKENS }), {
    enter(node) {
      if (!('description' in node) || node.description === undefined) return undefined;
      return { ...node, description: undefined };
    },
    leave: (node) => sortParts(node),
  });
  return definitionsOf(document).sort().join('\n');
}

/** An extension counts as the definition: libraries print either for a type of another subgraph. */
function definitionsOf({ definitions }: DocumentNode): string[] {
  return definitions
    .filter((definition) => !isAdded(definition))
    .map((definition) => print(definition).replace(/^extend /, ''));
}

function isAdded(definition: DefinitionNode): boolean {
  // Each directive is one of a specification, or has no effect; what a schema links decides only which of them it may use.
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return true;
  if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION) return true;
  if (!('name' in definition) || !definition.name) return false;
  const name = definition.name.value;
  if (ADDED_TYPES.has(name) || /^(federation|link)__/.test(name)) return true;
  return 'fields' in definition && name === 'Query' && definition.fields?.length === 0;
}

const LISTS = ['fields', 'arguments', 'directives', 'values', 'types', 'interfaces'] as const;

function sortParts(node: ASTNode): ASTNode {
  const sorted: Record<string, unknown> = { ...node };
  for (const list of LISTS) {
    const parts = sorted[list] as readonly ASTNode[] | undefined;
    if (!Array.isArray(parts)) continue;
    sorted[list] = parts
      .filter((part) => part.kind !== Kind.FIELD_DEFINITION || !ADDED_FIELDS.has(part.name.value))
      .map((part) => ({ part, text: print(part) }))
      .sort((a, b) => (a.text < b.text ? -1 : 1))
      .map(({ part }) => part);
  }
  return sorted as unknown as ASTNode;
}
