import { createHash } from 'node:crypto';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { parseFieldSet, readArgument } from '../../graphql-document/directive-arguments.js';
import type { FetchNode, Plan, PlanNode, RequiresSelection } from './plan.js';
import { fetchedSelections, mapFetches, operationOf } from './plan-fields.js';
import type { SupergraphJoins } from './supergraph-joins.js';

/** A supergraph as planners are given it, and the way back. */
interface AdaptedSupergraph {
  readonly document: DocumentNode;
  /**
   * Puts the supergraph's own fields into a plan.
   *
   * @param requirements of the adapted supergraph
   */
  restore(plan: Plan, requirements: SupergraphJoins['requirements']): Plan;
}

/** Begins the names of fields that only planners are given. */
const PREFIX = '_required_';

/** A field of the supergraph with the arguments with which it is required. */
interface RequiredField {
  name: string;
  arguments: readonly ConstArgumentNode[];
}

/**
 * Changes two things of a supergraph that planners get wrong:
 * - to fetch more of an entity after what a field requires, Apollo's takes the first key of the type, resolvable or not:
 *   the resolvable ones are put first;
 * - what is required is read under the field's own name, whatever the arguments (by Apollo's planner always, by Hive
 *   Router's below objects and where more than two choices meet), so that two fields that require one field with different
 *   arguments get the value of one of them: each choice of arguments becomes a field of its own without arguments, whose
 *   name is that of its value in the merged data.
 */
export function adaptSupergraph(supergraph: DocumentNode): AdaptedSupergraph {
  const required = new Map<string, RequiredField>();
  const sets = visit(supergraph, {
    Directive(node) {
      if (node.name.value !== 'join__field') return undefined;
      const text = readArgument(node as ConstDirectiveNode, 'requires');
      if (typeof text !== 'string' || !text.includes('(')) return undefined;
      const fields = print(withoutArguments(parseFieldSet(text), required)).slice(1, -1);
      return {
        ...node,
        arguments: node.arguments!.map((argument) =>
          argument.name.value === 'requires'
            ? { ...argument, value: { kind: Kind.STRING as const, value: fields } }
            : argument,
        ),
      };
    },
  });
  const document = {
    ...sets,
    definitions: sets.definitions.map((definition) => addFields(orderKeys(definition), required)),
  };
  return {
    document,
    restore: ({ node }, requirements) => ({
      node: node && required.size > 0 ? restore(node, required, requirements) : node,
    }),
  };
}

function orderKeys(definition: DefinitionNode): DefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
    return definition;
  const isUnresolvable = (directive: ConstDirectiveNode) =>
    directive.name.value === 'join__type' && readArgument(directive, 'resolvable') === false;
  const { directives = [] } = definition;
  if (!directives.some(isUnresolvable)) return definition;
  return {
    ...definition,
    directives: [...directives.filter((each) => !isUnresolvable(each)), ...directives.filter(isUnresolvable)],
  };
}

/** The field set with fields of their own in the place of those with arguments, which are noted. */
function withoutArguments(selectionSet: SelectionSetNode, noted: Map<string, RequiredField>): SelectionSetNode {
  return visit(selectionSet, {
    Field(node) {
      if (!node.arguments || node.arguments.length === 0) return undefined;
      const args = node.arguments as unknown as readonly ConstArgumentNode[];
      const text = args
        .map((argument) => print(argument))
        .sort()
        .join(', ');
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
      const name = `${PREFIX}${node.name.value}_${hash}`;
      noted.set(name, { name: node.name.value, arguments: args });
      return { ...node, name: { kind: Kind.NAME, value: name }, arguments: [] };
    },
  });
}

/** Gives a type that has a required field the ones that stand for it. */
function addFields(definition: DefinitionNode, required: ReadonlyMap<string, RequiredField>): DefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
    return definition;
  const fields = definition.fields ?? [];
  const added = [...required].flatMap(([name, { name: original, arguments: args }]): FieldDefinitionNode[] => {
    const field = fields.find((candidate) => candidate.name.value === original);
    return field && takes(field, args) ? [{ ...field, name: { kind: Kind.NAME, value: name }, arguments: [] }] : [];
  });
  return added.length === 0 ? definition : { ...definition, fields: [...fields, ...added] };
}

function takes({ arguments: known = [] }: FieldDefinitionNode, args: readonly ConstArgumentNode[]): boolean {
  return args.every((argument) => known.some(({ name }) => name.value === argument.name.value));
}

/** @param requirements of the adapted supergraph */
function restore(
  node: PlanNode,
  required: ReadonlyMap<string, RequiredField>,
  requirements: SupergraphJoins['requirements'],
): PlanNode {
  const conflicting = (one: string, other: string) =>
    one !== other && required.has(one) && required.get(one)?.name === required.get(other)?.name;
  return mapFetches(node, (fetch) => {
    const parts = splitByRequirements(fetch, requirements, conflicting).map((part) => restoreFetch(part, required));
    return parts.length === 1 ? parts[0]! : { kind: 'Parallel', nodes: parts };
  })!;
}

/**
 * One representation has one value for a field: fields of a fetch that require it with different arguments are fetched
 * side by side.
 */
function splitByRequirements(
  fetch: FetchNode,
  requirements: SupergraphJoins['requirements'],
  conflicting: (one: string, other: string) => boolean,
): FetchNode[] {
  const given = new Set(namesIn(fetch.requires ?? []).filter((name) => name.startsWith(PREFIX)));
  const names = [...given];
  if (!names.some((one) => names.some((other) => conflicting(one, other)))) return [fetch];

  const groups: Set<string>[] = [];
  const groupOf = new Map<FieldNode, Set<string>>();
  forEachEntityField(fetchedSelections(fetch), undefined, (type, field) => {
    const set = requirements.get(`${fetch.service} ${type}.${field.name.value}`);
    const own = set ? requiredNames(set).filter((name) => given.has(name)) : [];
    let group = groups.find((names) => own.every((one) => [...names].every((other) => !conflicting(one, other))));
    if (!group) groups.push((group = new Set()));
    for (const name of own) group.add(name);
    groupOf.set(field, group);
  });
  return groups.map((group) => ({
    ...fetch,
    operation: stripIgnoredCharacters(print(withEntitySelections(fetch, (field) => groupOf.get(field) === group))),
    requires: withoutNames(fetch.requires!, (name) => given.has(name) && !group.has(name)),
  }));
}

function forEachEntityField(
  { selections }: SelectionSetNode,
  type: string | undefined,
  look: (type: string | undefined, field: FieldNode) => void,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) look(type, selection);
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      forEachEntityField(selection.selectionSet, selection.typeCondition?.name.value ?? type, look);
  }
}

function withEntitySelections(fetch: FetchNode, keep: (field: FieldNode) => boolean): OperationDefinitionNode {
  const operation = operationOf(fetch);
  const entities = operation.selectionSet.selections[0] as FieldNode;
  return {
    ...operation,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [{ ...entities, selectionSet: filtered(entities.selectionSet!) }],
    },
  };

  function filtered({ selections }: SelectionSetNode): SelectionSetNode {
    return {
      kind: Kind.SELECTION_SET,
      selections: selections.flatMap((selection): SelectionNode[] => {
        if (selection.kind !== Kind.INLINE_FRAGMENT)
          return selection.kind === Kind.FIELD && keep(selection) ? [selection] : [];
        const selectionSet = filtered(selection.selectionSet);
        return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
      }),
    };
  }
}

function withoutNames(
  selections: readonly RequiresSelection[],
  isLeftOut: (name: string) => boolean,
): RequiresSelection[] {
  return selections
    .filter((selection) => selection.kind !== 'Field' || !isLeftOut(selection.name))
    .map((selection) =>
      selection.selections ? { ...selection, selections: withoutNames(selection.selections, isLeftOut) } : selection,
    );
}

function namesIn(selections: readonly RequiresSelection[]): string[] {
  return selections.flatMap((selection) => [
    ...(selection.kind === 'Field' ? [selection.name] : []),
    ...namesIn(selection.selections ?? []),
  ]);
}

function requiredNames(selectionSet: SelectionSetNode): string[] {
  const names: string[] = [];
  visit(selectionSet, { Field: ({ name }) => void names.push(name.value) });
  return names;
}

function restoreFetch(fetch: FetchNode, required: ReadonlyMap<string, RequiredField>): FetchNode {
  return {
    ...fetch,
    operation: fetch.operation.includes(PREFIX) ? inText(fetch.operation) : fetch.operation,
    requires: fetch.requires && fetch.requires.map(inRequires),
  };

  function inText(text: string): string {
    const document = visit(parse(text, { noLocation: true }), {
      Field(node) {
        const original = required.get(node.name.value);
        return (
          original && {
            ...node,
            alias: node.alias ?? node.name,
            name: { kind: Kind.NAME, value: original.name },
            arguments: original.arguments as FieldNode['arguments'],
          }
        );
      },
    });
    return stripIgnoredCharacters(print(document));
  }

  function inRequires(selection: RequiresSelection): RequiresSelection {
    const selections = selection.selections?.map(inRequires);
    if (selection.kind === 'InlineFragment') return { ...selection, selections: selections! };
    const original = required.get(selection.name);
    return {
      ...selection,
      ...(original && { name: original.name, alias: selection.alias ?? selection.name }),
      ...(selections && { selections }),
    };
  }
}
