import {
  buildASTSchema,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
} from 'graphql';
import { SupergraphError } from '../../supergraph/supergraph-error.js';
import type { Access, AccessRule } from './access.js';
import { accessDirectives, argument, type AccessDirectives } from './access-directives.js';
import { fieldsOf } from './fields-of.js';
import { joinsOf, neededFields } from './needed-fields.js';

/** A supergraph without its rules of access, and the rules. */
export interface TakenAccess {
  sdl: string;
  /** Null when the supergraph has none: everything is open. */
  access: Access | null;
}

/** The kinds of types that a rule can stand on, beside the fields of objects and interfaces. */
const RULED = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
]);

/**
 * Takes `@authenticated` and `@requiresScopes` out of a supergraph: Apollo's gateway refuses to load one that links
 * them, because it does not enforce them. Whoever uses the text that is left must.
 *
 * @throws SupergraphError when it uses `@policy`, or a rule stands where none has a meaning
 */
export function takeAccess(sdl: string): TakenAccess {
  const document = parse(sdl, { noLocation: true });
  const directives = accessDirectives(document);
  if (directives.links.size === 0) return { sdl, access: null };

  const rules = rulesOf(document, directives);
  const stripped = withoutDirectives(document, directives);
  const fields = fieldsOf(stripped);
  return {
    sdl: print(stripped),
    access: {
      schema: buildASTSchema(stripped, { assumeValid: true, assumeValidSDL: true }),
      rules,
      needed: neededFields(stripped),
      ofInterface: new Set(
        fields
          .filter(({ field }) => joinsOf(field.directives).some((join) => !argument(join, 'graph')))
          .map(({ type, field }) => `${type}.${field.name.value}`),
      ),
    },
  };
}

function rulesOf(document: DocumentNode, { meanings }: AccessDirectives): Map<string, AccessRule[]> {
  const rules = new Map<string, AccessRule[]>();
  let taken = 0;
  const take = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    for (const directive of directives.filter(({ name }) => meanings.has(name.value))) {
      taken += 1;
      rules.set(coordinate, [...(rules.get(coordinate) ?? []), { coordinate, scopes: scopesOf(directive, meanings) }]);
    }
  };
  for (const definition of document.definitions)
    if (isRuled(definition)) take(definition.name.value, definition.directives);
  for (const { type, field } of fieldsOf(document)) take(`${type}.${field.name.value}`, field.directives);

  let present = 0;
  visit(document, { Directive: ({ name }) => void (meanings.has(name.value) && (present += 1)) });
  if (present !== taken)
    throw new SupergraphError(
      `One of ${[...meanings.keys()].map((name) => `@${name}`).join(', ')} stands where it has no meaning.`,
    );
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
  const value = argument(directive, 'scopes');
  const scopes: unknown = value && valueFromASTUntyped(value);
  const isTexts = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every((scope) => typeof scope === 'string');
  if (!Array.isArray(scopes) || !scopes.every(isTexts))
    throw new SupergraphError(`@${directive.name.value} stands without lists of scopes.`);
  return scopes;
}

function withoutDirectives(document: DocumentNode, { meanings, links, isTheirs }: AccessDirectives): DocumentNode {
  return visit(document, {
    Directive: (node) => (meanings.has(node.name.value) || links.has(node as ConstDirectiveNode) ? null : undefined),
    DirectiveDefinition: (node) => (meanings.has(node.name.value) || isTheirs(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) => (isTheirs(node.name.value) ? null : undefined),
  });
}
