import {
  getNamedType,
  graphql,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type {
  FetchNode,
  PathStep,
  Plan,
  PlanNode,
  RequiresSelection,
  Rewrite,
  RewriteStep,
} from '../../gateway/executor/planning/plan.js';

type Data = Record<string, unknown>;

export interface PlanRun {
  plan: Plan;
  /** What was planned. */
  document: DocumentNode;
  variables: Readonly<Record<string, unknown>>;
  /** The supergraph's. */
  schema: GraphQLSchema;
  subgraphs: ReadonlyMap<string, GraphQLSchema>;
}

/** Runs a plan as simply as its definition reads, over subgraphs in this process, and gives what the document selects. */
export async function runPlan({ plan, document, variables, schema, subgraphs }: PlanRun): Promise<unknown> {
  const data: Data = {};
  if (plan.node) await run(plan.node);
  const { operation: kind, selectionSet } = document.definitions[0] as OperationDefinitionNode;
  return project(schema.getRootType(kind)!, selectionSet, data);

  async function run(node: PlanNode): Promise<void> {
    if (node.kind === 'Parallel') await Promise.all(node.nodes.map(run));
    else if (node.kind === 'Sequence') for (const child of node.nodes) await run(child);
    else await fetch(node);
  }

  async function fetch(node: FetchNode): Promise<void> {
    const { service, operation, requires, path } = node;
    const given = Object.fromEntries(
      node.variables.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]),
    );
    const send = async (variableValues: Data) =>
      JSON.parse(
        JSON.stringify(await graphql({ schema: subgraphs.get(service)!, source: operation, variableValues })),
      ) as { data?: Data | null; errors?: { message: string }[] };
    if (!requires) {
      const { data: fetched, errors } = await send(given);
      if (!fetched && errors?.some(({ message }) => /GraphQL|Cannot query|Unknown|Variable/.test(message)))
        throw new Error(`${service} refuses ${operation}: ${JSON.stringify(errors)}`);
      if (fetched) merge(data, rewritten(fetched, node.outputRewrites));
      return;
    }
    const targets = objectsAt(data, path).flatMap((target) => {
      const representation = represent(target, requires);
      return representation?.['__typename']
        ? [{ target, representation: rewritten(representation, node.inputRewrites) }]
        : [];
    });
    if (targets.length === 0) return;
    const { data: fetched, errors } = await send({
      ...given,
      representations: targets.map((each) => each.representation),
    });
    if (!fetched && errors?.some(({ message }) => /GraphQL|Cannot query|Unknown|Variable/.test(message)))
      throw new Error(`${service} refuses ${operation}: ${JSON.stringify(errors)}`);
    const entities = (fetched?.['_entities'] ?? []) as (Data | null)[];
    for (const [index, entity] of entities.entries())
      if (entity) merge(targets[index]!.target, rewritten(entity, node.outputRewrites));
  }

  function objectsAt(value: unknown, [step, ...rest]: readonly PathStep[]): Data[] {
    if (typeof value !== 'object' || value === null) return [];
    if (step === undefined) return [value as Data];
    if (step === '@') return (value as unknown[]).flatMap((element) => objectsAt(element, rest));
    if (typeof step === 'string') return objectsAt((value as Data)[step], rest);
    return isOfSome(value as Data, step.types) ? objectsAt(value, rest) : [];
  }

  function isOfSome({ __typename: name }: Data, types: readonly string[]): boolean {
    return types.some((type) => isOf(String(name), type));
  }

  function isOf(name: string, condition: string): boolean {
    const [type, abstract] = [schema.getType(name), schema.getType(condition)];
    return (
      name === condition ||
      ((isObjectType(type) || isInterfaceType(type)) && isAbstractType(abstract) && schema.isSubType(abstract, type))
    );
  }

  function represent(source: unknown, selections: readonly RequiresSelection[]): Data | null {
    if (typeof source !== 'object' || source === null) return null;
    const result: Data = {};
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') {
        if (isOf(String((source as Data)['__typename']), selection.typeCondition)) {
          const part = represent(source, selection.selections);
          if (!part) return null;
          merge(result, part);
        }
        continue;
      }
      const value = (source as Data)[selection.alias ?? selection.name];
      if (value === undefined) return null;
      result[selection.name] = selection.selections ? within(value, selection.selections) : value;
    }
    return result;
  }

  function within(value: unknown, selections: readonly RequiresSelection[]): unknown {
    return Array.isArray(value) ? value.map((element) => within(element, selections)) : represent(value, selections);
  }

  function rewritten(value: Data, rewrites: readonly Rewrite[]): Data {
    for (const rewrite of rewrites) apply(value, rewrite.path, rewrite);
    return value;
  }

  function apply(value: unknown, [step, ...rest]: readonly RewriteStep[], rewrite: Rewrite): void {
    if (Array.isArray(value)) for (const element of value) apply(element, [step!, ...rest], rewrite);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const object = value as Data;
    if (typeof step === 'object') {
      if (isOfSome(object, step.types)) apply(object, rest, rewrite);
    } else if (rest.length > 0) apply(object[step!], rest, rewrite);
    else if (rewrite.kind === 'ValueSetter') object[step!] = rewrite.setValueTo;
    else if (Object.hasOwn(object, step!)) {
      object[rewrite.renameKeyTo] = object[step!];
      delete object[step!];
    }
  }

  function merge(target: Data, from: Data): void {
    for (const [key, value] of Object.entries(from)) {
      const known = target[key];
      // An interface object goes by the interface's name where its type is not known.
      if (key === '__typename' && typeof known === 'string' && isAbstractType(schema.getType(String(value)))) continue;
      target[key] = merged(known, value);
    }
  }

  function merged(known: unknown, value: unknown): unknown {
    if (Array.isArray(known) && Array.isArray(value))
      return value.map((element, index) => merged(known[index], element));
    if (typeof known !== 'object' || known === null || typeof value !== 'object' || value === null) return value;
    merge(known as Data, value as Data);
    return known;
  }

  /** @param type of the objects, as the schema tells it */
  function project(type: GraphQLNamedType, { selections }: SelectionSetNode, value: unknown): unknown {
    if (Array.isArray(value))
      return value.map((element) => project(type, { kind: Kind.SELECTION_SET, selections }, element));
    if (typeof value !== 'object' || value === null) return value ?? null;
    const result: Data = {};
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const inner = (value as Data)[key];
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
        const projected =
          field && selection.selectionSet
            ? project(getNamedType(field.type), selection.selectionSet, inner)
            : (inner ?? (isObjectType(type) && key === '__typename' ? type.name : null));
        result[key] = merged(result[key], projected);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? type.name;
        if (isOf(type.name, condition)) merge(result, project(type, selection.selectionSet, value) as Data);
        else if (isOf(String((value as Data)['__typename']), condition))
          merge(result, project(schema.getType(condition)!, selection.selectionSet, value) as Data);
      }
    }
    return result;
  }
}
