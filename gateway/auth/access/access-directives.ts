import { Kind, type ConstDirectiveNode, type ConstValueNode, type DocumentNode } from 'graphql';
import { SupergraphError } from '../../supergraph/supergraph-error.js';

/** How a supergraph names the directives of access. */
export interface AccessDirectives {
  /** The directives' own names, which a supergraph may choose, and what they mean. */
  meanings: ReadonlyMap<string, 'authenticated' | 'requiresScopes'>;
  /** The `@link`s that bring them. */
  links: ReadonlySet<ConstDirectiveNode>;
  /** Tells whether a directive or type is defined only for their sake. */
  isTheirs: (name: string) => boolean;
}

const FEATURE = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)\/v\d+\.\d+$/;

/**
 * Finds the directives of access that a supergraph links.
 *
 * @throws SupergraphError when it links `@policy`, which this gateway cannot decide
 */
export function accessDirectives(document: DocumentNode): AccessDirectives {
  const meanings = new Map<string, 'authenticated' | 'requiresScopes'>();
  const links = new Set<ConstDirectiveNode>();
  const names = new Set<string>();
  const spaces: string[] = [];

  for (const link of document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  )) {
    const feature = link.name.value === 'link' ? FEATURE.exec(text(argument(link, 'url')) ?? '')?.[1] : undefined;
    if (feature === undefined) continue;
    if (feature === 'policy')
      throw new SupergraphError(
        'It uses @policy, which this gateway cannot decide: compose it with @authenticated and @requiresScopes only.',
      );
    const space = text(argument(link, 'as')) ?? feature;
    const imports = importsOf(argument(link, 'import'));
    const directive = imports.get(`@${feature}`)?.slice(1) ?? space;
    meanings.set(directive, feature as 'authenticated' | 'requiresScopes');
    links.add(link);
    spaces.push(`${space}__`);
    for (const name of [directive, ...imports.values()]) names.add(name.replace('@', ''));
  }
  return { meanings, links, isTheirs: (name) => names.has(name) || spaces.some((space) => name.startsWith(space)) };
}

/** What a link imports, and as what. */
function importsOf(value: ConstValueNode | undefined): Map<string, string> {
  const entries = value?.kind === Kind.LIST ? value.values : [];
  return new Map(
    entries.flatMap((entry) => {
      if (entry.kind === Kind.STRING) return [[entry.value, entry.value] as const];
      if (entry.kind !== Kind.OBJECT) return [];
      const field = (name: string) => text(entry.fields.find((candidate) => candidate.name.value === name)?.value);
      const name = field('name') ?? '';
      return [[name, field('as') ?? name] as const];
    }),
  );
}

/** The value of a directive's argument. */
export function argument(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return directive.arguments?.find((candidate) => candidate.name.value === name)?.value;
}

/** The text of a value that is text. */
export function text(value: ConstValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
}
