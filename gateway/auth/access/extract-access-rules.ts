import {
  Kind,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
} from 'graphql';
import { parseFieldSet, readArgument, readImports } from '../../graphql-document/directive-arguments.js';
import { buildSchema } from '../../graphql-document/build-schema.js';
import { filterDefinitions } from '../../graphql-document/filter-definitions.js';
import { SupergraphError } from '../../supergraph/read-supergraph.js';
import { linksOf, rejectUnservedLinks } from '../../supergraph/unserved-links.js';
import type { Access, AccessRule, RequiredFields } from './access.js';

/** A supergraph without its access rules, and the rules. */
interface ExtractedRules {
  readonly document: DocumentNode;
  /** Null when the supergraph has none: everything is open. */
  readonly access: Access | null;
}

/** The directives of access, as one supergraph names them. */
interface AccessDirectives {
  /** By the directives' own names, which a supergraph may choose. */
  meanings: ReadonlyMap<string, 'authenticated' | 'requiresScopes'>;
  /** The `@link`s that import them. */
  links: ReadonlySet<ConstDirectiveNode>;
  /** True for a directive or a type that is defined only for them. */
  isTheirs: (name: string) => boolean;
}

const FEATURE = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes)\/v\d+\.\d+$/;

/** The kinds of types that a rule can stand on, beside the fields of objects and interfaces. */
const RULED = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
]);

/**
 * Takes `@authenticated` and `@requiresScopes` out of a supergraph: Apollo's gateway refuses to load one that links
 * them, because it does not enforce them. The user of the remaining text must enforce them.
 *
 * @throws SupergraphError when it links what this gateway does not serve, such as `@policy`, or a rule stands where none has a meaning
 */
export function extractAccessRules(document: DocumentNode): ExtractedRules {
  rejectUnservedLinks(document);
  const directives = findAccessDirectives(document);
  if (directives.links.size === 0) return { document, access: null };

  const rules = collectRules(document, directives);
  const { document: stripped, removed } = removeDirectives(document, directives);
  if (removed !== [...rules.values()].flat().length)
    throw new SupergraphError(
      `One of ${[...directives.meanings.keys()].map((name) => `@${name}`).join(', ')} stands where it has no meaning.`,
    );
  return {
    document: stripped,
    access: {
      schema: buildSchema(stripped),
      rules,
      required: collectRequiredFields(stripped),
      ofInterface: new Set(
        fieldsOf(stripped)
          .filter(({ field }) => joinsOf(field.directives).some((join) => readArgument(join, 'graph') === undefined))
          .map(({ type, field }) => `${type}.${field.name.value}`),
      ),
    },
  };
}

function findAccessDirectives(document: DocumentNode): AccessDirectives {
  const meanings = new Map<string, 'authenticated' | 'requiresScopes'>();
  const links = new Set<ConstDirectiveNode>();
  const names = new Set<string>();
  const prefixes: string[] = [];

  for (const link of linksOf(document)) {
    const feature = FEATURE.exec(String(readArgument(link, 'url')))?.[1];
    if (feature === undefined) continue;
    const namespace = String(readArgument(link, 'as') ?? feature);
    const imports = readImports(link);
    const directive = imports.get(`@${feature}`)?.slice(1) ?? namespace;
    meanings.set(directive, feature as 'authenticated' | 'requiresScopes');
    links.add(link);
    prefixes.push(`${namespace}__`);
    for (const name of [directive, ...imports.values()]) names.add(name.replace('@', ''));
  }
  return { meanings, links, isTheirs: (name) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)) };
}

function collectRules(document: DocumentNode, { meanings }: AccessDirectives): Map<string, AccessRule[]> {
  const rules = new Map<string, AccessRule[]>();
  const collect = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    for (const directive of directives.filter(({ name }) => meanings.has(name.value))) {
      rules.set(coordinate, [...(rules.get(coordinate) ?? []), { coordinate, scopes: scopesOf(directive, meanings) }]);
    }
  };
  for (const definition of document.definitions)
    if (isRuled(definition)) collect(definition.name.value, definition.directives);
  for (const { type, field } of fieldsOf(document)) collect(`${type}.${field.name.value}`, field.directives);
  return rules;
}

function isRuled(
  definition: DefinitionNode,
): definition is Extract<
  DefinitionNode,
  { name: { value: string }; directives?: readonly ConstDirectiveNode[] | undefined }
> {
  return RULED.has(definition.kind);
}

function scopesOf(directive: ConstDirectiveNode, meanings: AccessDirectives['meanings']): AccessRule['scopes'] {
  if (meanings.get(directive.name.value) === 'authenticated') return undefined;
  const scopes = readArgument(directive, 'scopes');
  const isTexts = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every((scope) => typeof scope === 'string');
  if (!Array.isArray(scopes) || !scopes.every(isTexts))
    throw new SupergraphError(`@${directive.name.value} stands without lists of scopes.`);
  return scopes;
}

/** @returns also the number of rules that were removed, wherever they stood */
function removeDirectives(
  document: DocumentNode,
  { meanings, links, isTheirs }: AccessDirectives,
): { document: DocumentNode; removed: number } {
  let removed = 0;
  const stripped = filterDefinitions(document, {
    definition: (node) =>
      (node.kind !== Kind.DIRECTIVE_DEFINITION && node.kind !== Kind.SCALAR_TYPE_DEFINITION) ||
      !isTheirs(node.name.value),
    directive(directive) {
      const isRule = meanings.has(directive.name.value);
      if (isRule) removed += 1;
      return !isRule && !links.has(directive);
    },
  });
  return { document: stripped, removed };
}

interface ContextArgument {
  context: string;
  selection: string;
}

/** By coordinate of the field that requires others, by `@requires` or by an argument that is taken from a `@context`. */
function collectRequiredFields(document: DocumentNode): Map<string, RequiredFields[]> {
  const contexts = contextTypes(document);
  const required = new Map<string, RequiredFields[]>();
  for (const { type, field } of fieldsOf(document)) {
    const found = joinsOf(field.directives).flatMap((join): RequiredFields[] => {
      const requires = readArgument(join, 'requires');
      const fromContexts = (readArgument(join, 'contextArguments') ?? []) as ContextArgument[];
      return [
        ...(typeof requires === 'string' ? [{ type, selections: parseFieldSet(requires) }] : []),
        ...fromContexts.flatMap(({ context, selection }) =>
          (contexts.get(context) ?? []).map((holder) => ({
            type: holder,
            selections: parseFieldSet(selection.replace(/^\s*\{(.*)\}\s*$/s, '$1')),
          })),
        ),
      ];
    });
    if (found.length > 0) required.set(`${type}.${field.name.value}`, found);
  }
  return required;
}

/** How a field is joined from the subgraphs: https://specs.apollo.dev/join/v0.3/#@field */
function joinsOf(directives: readonly ConstDirectiveNode[] = []): ConstDirectiveNode[] {
  return directives.filter(({ name }) => name.value === 'join__field');
}

function contextTypes(document: DocumentNode): Map<string, string[]> {
  const types = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (!('directives' in definition) || !('name' in definition) || !definition.name) continue;
    for (const directive of definition.directives as readonly ConstDirectiveNode[]) {
      const context = directive.name.value === 'context' ? readArgument(directive, 'name') : undefined;
      if (typeof context === 'string') types.set(context, [...(types.get(context) ?? []), definition.name.value]);
    }
  }
  return types;
}

/** The fields of every object and interface. */
function fieldsOf({ definitions }: DocumentNode): { type: string; field: FieldDefinitionNode }[] {
  return definitions.flatMap((definition) => {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
        return (definition.fields ?? []).map((field) => ({ type: definition.name.value, field }));
      default:
        return [];
    }
  });
}
