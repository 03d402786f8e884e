import { Kind, parse, print, visit, type ASTNode, type DefinitionNode, type DirectiveNode } from 'graphql';

/**
 * Definitions that a server of Apollo Federation adds to its SDL, or leaves out:
 * https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
 */
const OF_FEDERATION = /^(_Any|_Entity|_Service|_FieldSet|FieldSet|link__\w+|federation__\w+)$/;
const FIELDS_OF_FEDERATION = new Set(['Query._service', 'Query._entities']);

/** Several times the tokens of our largest SDL: a subgraph must not occupy the gateway by what it sends. */
const MAX_TOKENS = 100_000;

/**
 * Tells whether two SDLs of a subgraph describe the same schema, as {@link compareSdl} does.
 *
 * @throws GraphQLError when one of them is not GraphQL, or too large
 */
export function isSameSdl(one: string, other: string): boolean {
  return one === other || compareSdl(one, other).length === 0;
}

/**
 * Compares two SDLs of a subgraph by what they mean: order, descriptions, comments, `extend` and what federation adds by
 * itself do not count.
 *
 * @returns one line for each difference; none when they are the same
 * @throws GraphQLError when one of them is not GraphQL, or too large
 */
export function compareSdl(published: string, running: string): string[] {
  const [before, now] = [readParts(published), readParts(running)];
  const names = [...new Set([...before.keys(), ...now.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), now.get(name)];
    if (was === is) return [];
    if (is === undefined) return [`${name} is missing in the running subgraph`];
    if (was === undefined) return [`${name} is new in the running subgraph`];
    return [`${name} is \`${is}\`, published was \`${was}\``];
  });
}

/** Each type, field and enum value by its coordinate, printed without descriptions. */
function readParts(sdl: string): Map<string, string> {
  const parts = new Map<string, string>();
  const heads = new Map<string, Set<string>>();
  for (const definition of parseInOrder(sdl)) {
    const name = 'name' in definition ? definition.name?.value : undefined;
    // Each directive is one of a specification, or has no effect; what a schema links decides only which of them it may use.
    if (name === undefined || OF_FEDERATION.test(name) || definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    const kind = definition.kind.replace(/Type(Definition|Extension)$/, '');
    const directives = 'directives' in definition ? (definition.directives ?? []) : [];
    const interfaces = 'interfaces' in definition ? (definition.interfaces ?? []) : [];
    const members = 'types' in definition ? (definition.types ?? []) : [];
    const inner = 'fields' in definition ? definition.fields : 'values' in definition ? definition.values : [];
    const own = (inner ?? []).filter((node) => !FIELDS_OF_FEDERATION.has(`${name}.${node.name.value}`));
    for (const node of own)
      parts.set(
        `${name}.${node.name.value}`,
        [print({ ...node, directives: [] }), writeDirectives(node.directives)].filter(Boolean).join(' '),
      );
    // A root that has nothing but fields of federation is one that the server has added.
    if (name === 'Query' && own.length === 0 && directives.length === 0) continue;
    // Its extensions add to a type.
    const head = heads.get(name) ?? new Set([kind]);
    heads.set(name, head);
    for (const directive of directives) head.add(writeDirectives([directive]));
    for (const { name: of } of interfaces) head.add(`implements ${of.value}`);
    for (const { name: member } of members) head.add(`= ${member.value}`);
  }
  for (const [name, head] of heads) parts.set(name, [...head].sort().join(' '));
  return parts;
}

/** The definitions without descriptions, and arguments by their names. */
function parseInOrder(sdl: string): readonly DefinitionNode[] {
  const document = parse(sdl, { noLocation: true, maxTokens: MAX_TOKENS });
  return visit(document, {
    enter(node: ASTNode) {
      const hasArguments = 'arguments' in node && node.arguments && node.arguments.length > 1;
      if (!('description' in node && node.description) && !hasArguments) return undefined;
      return {
        ...node,
        ...('description' in node && { description: undefined }),
        ...(hasArguments && { arguments: [...node.arguments].sort(byName) }),
      };
    },
  }).definitions;
}

function byName(one: { readonly name: { readonly value: string } }, other: typeof one): number {
  return one.name.value < other.name.value ? -1 : 1;
}

function writeDirectives(directives: readonly DirectiveNode[] = []): string {
  return directives
    .map((directive) => {
      // The default of federation.
      const isDefault = ({ name, value }: { readonly name: { readonly value: string }; readonly value: ASTNode }) =>
        name.value === 'resolvable' && print(value) === 'true';
      return print({ ...directive, arguments: (directive.arguments ?? []).filter((each) => !isDefault(each)) });
    })
    .sort()
    .join(' ');
}
