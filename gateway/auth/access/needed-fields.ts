import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';
import type { Needed } from './access.js';
import { argument, text } from './access-directives.js';
import { fieldsOf } from './fields-of.js';

interface ContextArgument {
  context: string;
  selection: string;
}

/**
 * Collects what fields need of others: `@requires`, and arguments that are taken from a `@context`.
 *
 * @returns by coordinate of the field
 */
export function neededFields(document: DocumentNode): Map<string, Needed[]> {
  const contexts = contextTypes(document);
  const needed = new Map<string, Needed[]>();
  for (const { type, field } of fieldsOf(document)) {
    const found = joinsOf(field.directives).flatMap((join): Needed[] => {
      const requires = text(argument(join, 'requires'));
      const list = argument(join, 'contextArguments');
      const taken = list ? (valueFromASTUntyped(list) as ContextArgument[]) : [];
      return [
        ...(requires === undefined ? [] : [{ type, selections: selectionsOf(`{ ${requires} }`) }]),
        ...taken.flatMap(({ context, selection }) =>
          (contexts.get(context) ?? []).map((holder) => ({
            type: holder,
            selections: selectionsOf(selection.trim().startsWith('{') ? selection : `{ ${selection} }`),
          })),
        ),
      ];
    });
    if (found.length > 0) needed.set(`${type}.${field.name.value}`, found);
  }
  return needed;
}

/** How a field is joined from the subgraphs: https://specs.apollo.dev/join/v0.3/#@field */
export function joinsOf(directives: readonly ConstDirectiveNode[] = []): ConstDirectiveNode[] {
  return directives.filter(({ name }) => name.value === 'join__field');
}

function contextTypes(document: DocumentNode): Map<string, string[]> {
  const types = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (!('directives' in definition) || !('name' in definition) || !definition.name) continue;
    for (const directive of definition.directives as readonly ConstDirectiveNode[]) {
      const context = directive.name.value === 'context' ? text(argument(directive, 'name')) : undefined;
      if (context !== undefined) types.set(context, [...(types.get(context) ?? []), definition.name.value]);
    }
  }
  return types;
}

function selectionsOf(source: string): SelectionSetNode {
  const [operation] = parse(source, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`Expected a selection, but got: ${source}`);
  return operation.selectionSet;
}
