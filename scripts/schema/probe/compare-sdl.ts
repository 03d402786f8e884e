import { Kind, parse, print, visit, type DefinitionNode, type DirectiveNode } from 'graphql';

/** Definitions that a server of Apollo Federation adds to its SDL, or leaves out. */
const OF_FEDERATION = /^(_Any|_Entity|_Service|_FieldSet|FieldSet|link__\w+|federation__\w+)$/;
const FIELDS_OF_FEDERATION = new Set(['Query._service', 'Query._entities']);

/**
 * Compares two SDLs of a subgraph by what they mean: order, descriptions, comments, `extend` and what federation adds by
 * itself do not count.
 *
 * @returns one line for each difference; none when they are the same
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

/** Each type, field, argument-bearing definition and enum value by its coordinate, printed without descriptions. */
function readParts(sdl: string): Map<string, string> {
  const parts = new Map<string, string>();
  const heads = new Map<string, Set<string>>();
  for (const definition of withoutDescriptions(sdl)) {
    const name = 'name' in definition ? definition.name?.value : undefined;
    if (name === undefined || OF_FEDERATION.test(name) || definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    const kind = definition.kind.replace(/Type(Definition|Extension)$/, '');
    const directives = 'directives' in definition ? (definition.directives ?? []) : [];
    const interfaces = 'interfaces' in definition ? (definition.interfaces ?? []) : [];
    const members = 'types' in definition ? (definition.types ?? []) : [];
    // Its extensions add to a type.
    const head = heads.get(name) ?? new Set([kind]);
    heads.set(name, head);
    for (const directive of directives) head.add(writeDirectives([directive]));
    for (const { name: of } of interfaces) head.add(`implements ${of.value}`);
    for (const { name: member } of members) head.add(`= ${member.value}`);
    const inner = 'fields' in definition ? definition.fields : 'values' in definition ? definition.values : [];
    for (const node of inner ?? []) {
      const coordinate = `${name}.${node.name.value}`;
      if (FIELDS_OF_FEDERATION.has(coordinate)) continue;
      parts.set(
        coordinate,
        [print({ ...node, directives: [] }), writeDirectives(node.directives)].filter(Boolean).join(' '),
      );
    }
  }
  for (const [name, head] of heads) parts.set(name, [...head].sort().join(' '));
  return parts;
}

function withoutDescriptions(sdl: string): readonly DefinitionNode[] {
  const document = parse(sdl, { noLocation: true });
  return visit(document, {
    enter: (node) => ('description' in node && node.description ? { ...node, description: undefined } : undefined),
  }).definitions;
}

function writeDirectives(directives: readonly DirectiveNode[] = []): string {
  return directives
    .map((directive) => {
      const args = [...(directive.arguments ?? [])].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
      // The default of federation.
      const told = args.filter(({ name, value }) => !(name.value === 'resolvable' && print(value) === 'true'));
      return print({ ...directive, arguments: told });
    })
    .sort()
    .join(' ');
}
