import {
  isInterfaceType,
  print,
  stripIgnoredCharacters,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { toByteText, type ByteText } from '../../upstream/byte-text.js';
import { fetchedPaths, joinPath, operationOf, parseOperation } from '../planning/plan-fields.js';
import type { FetchNode, Plan, PlanNode, RequiresSelection } from '../planning/plan.js';
import { FetchedFields } from './fetched-fields.js';
import { compilePath, type ObjectPath } from './object-path.js';
import { compileRepresentation, type WriteRepresentation } from './representation.js';

/** A plan with all that can be worked out before it runs. */
export interface PreparedPlan {
  readonly source: Plan;
  /** In an order in which they could run one after the other. */
  readonly fetches: readonly PreparedFetch[];
}

export interface PreparedFetch {
  readonly node: FetchNode;
  readonly service: string;
  /** The fetches, by index, that bring what this one reads: it waits for them and for no others. */
  readonly dependencies: readonly number[];
  readonly document: OperationDefinitionNode;
  /** Finds the objects that get what is fetched. */
  readonly objects: ObjectPath;
  /** Null for a fetch of root fields. */
  readonly represent: WriteRepresentation | null;
  /** What is selected of the root, or of the entities. */
  readonly fields: FetchedFields;
  /** The request's JSON up to the values of the variables. */
  readonly head: ByteText;
  /** How it may stand in one request with others; null when it may not. */
  readonly part: EntityPart | null;
}

/** A fetch of entities, in parts. */
interface EntityPart {
  /** Declarations of the variables, by name. */
  readonly variables: ReadonlyMap<string, string>;
  /** The selections of the entities, in braces. */
  readonly selections: string;
}

const REPRESENTATIONS = 'representations';

/**
 * @param schema the supergraph's, with its inaccessible parts
 * @param textOf changes the order of the fields in the text that is sent
 */
export function preparePlan(schema: GraphQLSchema, plan: Plan, textOf = (text: string) => text): PreparedPlan {
  const fetches: PreparedFetch[] = [];
  /** The paths that each fetch brings. */
  const brought: ReadonlySet<string>[] = [];
  if (plan.node) add(plan.node, []);
  return { source: plan, fetches };

  /**
   * @param before the fetches that the plan puts before this node
   * @returns the fetches of the node
   */
  function add(node: PlanNode, before: readonly number[]): number[] {
    if (node.kind === 'Fetch') {
      const dependencies = before.filter((index) => isRead(brought[index]!, node));
      brought.push(new Set(fetchedPaths(node)));
      return [fetches.push(prepareFetch(schema, node, textOf(node.operation), dependencies)) - 1];
    }
    const own: number[] = [];
    for (const child of node.nodes) own.push(...add(child, node.kind === 'Sequence' ? [...before, ...own] : before));
    return own;
  }
}

/** Runs the fetches of a plan, each as soon as those that it depends on have ended. */
export async function runFetches(
  { fetches }: PreparedPlan,
  run: (fetch: PreparedFetch) => Promise<void>,
): Promise<void> {
  const ended: Promise<void>[] = [];
  for (const fetch of fetches) {
    const [first, ...others] = fetch.dependencies.map((index) => ended[index]!);
    const ready = others.length > 0 ? Promise.all([first, ...others]) : first;
    ended.push(ready ? ready.then(() => run(fetch)) : run(fetch));
  }
  await Promise.all(ended);
}

/** Tells whether a fetch reads one of the paths that an earlier one brings: on the way to its objects, or of what it requires of them. */
function isRead(brought: ReadonlySet<string>, later: FetchNode): boolean {
  let path = '';
  for (const step of later.path) {
    if (typeof step !== 'string' || step === '@') continue;
    path = joinPath(path, step);
    if (brought.has(path)) return true;
  }
  return (later.requires ?? []).some((selection) => isRequired(selection, path, brought));
}

function isRequired(selection: RequiresSelection, path: string, brought: ReadonlySet<string>): boolean {
  const here = selection.kind === 'Field' ? joinPath(path, selection.alias ?? selection.name) : path;
  if (here !== path && brought.has(here)) return true;
  return (selection.selections ?? []).some((inner) => isRequired(inner, here, brought));
}

function prepareFetch(
  schema: GraphQLSchema,
  node: FetchNode,
  text: string,
  dependencies: readonly number[],
): PreparedFetch {
  const document = text === node.operation ? operationOf(node) : parseOperation(text);
  const selected = node.requires
    ? (document.selectionSet.selections[0] as FieldNode).selectionSet!
    : document.selectionSet;
  const type = node.requires ? undefined : (schema.getRootType(document.operation) ?? undefined);
  return {
    node,
    service: node.service,
    dependencies,
    document,
    objects: compilePath(schema, node.path),
    represent: node.requires && compileRepresentation(schema, node),
    fields: new FetchedFields(schema, [selected], type),
    head: headOf(text),
    part: node.requires ? partOf(document) : null,
  };
}

/**
 * The head of one request for several fetches of entities: each becomes a field, `e0` and so on, with `representations0`
 * and so on.
 */
export function headOfAll(parts: readonly EntityPart[]): ByteText {
  const variables = new Map(parts.flatMap((part) => [...part.variables]));
  const declared = [...parts.map((_, index) => `$${REPRESENTATIONS}${index}:[_Any!]!`), ...variables.values()];
  const fields = parts.map(
    ({ selections }, index) => `e${index}:_entities(representations:$${REPRESENTATIONS}${index})${selections}`,
  );
  return headOf(`query(${declared.join(' ')}){${fields.join(' ')}}`);
}

function headOf(operation: string): ByteText {
  return toByteText(`{"query":${JSON.stringify(operation)},"variables":{`);
}

function partOf({ selectionSet, variableDefinitions = [] }: OperationDefinitionNode): EntityPart {
  const [field] = selectionSet.selections as readonly [FieldNode];
  const declared = variableDefinitions.map(
    (definition) => [definition.variable.name.value, print(definition)] as const,
  );
  return {
    variables: new Map(declared.filter(([name]) => name !== REPRESENTATIONS)),
    selections: compact(field.selectionSet!),
  };
}

function compact(selectionSet: SelectionSetNode): string {
  return stripIgnoredCharacters(print(selectionSet));
}

const interfaceNames = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

/** The names of a schema's interfaces. */
export function interfacesOf(schema: GraphQLSchema): ReadonlySet<string> {
  let names = interfaceNames.get(schema);
  if (!names) {
    names = new Set(
      Object.values(schema.getTypeMap())
        .filter(isInterfaceType)
        .map(({ name }) => name),
    );
    interfaceNames.set(schema, names);
  }
  return names;
}
