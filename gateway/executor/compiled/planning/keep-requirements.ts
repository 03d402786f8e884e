import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { requestError } from '../../../errors.js';
import { fetchesOf, givenPlaces, joined, keyOf, parsed, placeOf, type Path } from './plan-places.js';
import { requirementsOf, type Requirement } from './requirements-of.js';

/** A field that a plan asks of a subgraph which has not been told what the field requires. */
interface Untold {
  fetch: FetchNode;
  /** Of the object, in the response. */
  path: Path;
  type: string;
  field: FieldNode;
  requirement: Requirement;
}

/** More than any plan needs; each round moves one field. */
const MAX_ROUNDS = 50;

/**
 * Apollo's planner forgets what a field requires when it is asked for because another field requires it, and the
 * object comes from the field's own subgraph: the field is then selected at once, and the subgraph answers it as if what
 * it requires were not there. Such a field is taken out of its fetch, and fetched when what it requires is known.
 *
 * @param schema the supergraph's
 * @returns the function that makes a plan right; the plan itself where it is
 */
export function createRequirementKeeper(schema: GraphQLSchema): (plan: QueryPlan) => QueryPlan {
  const requirements = requirementsOf(schema);
  const names = [...new Set([...requirements.keys()].map((key) => key.slice(key.lastIndexOf('.') + 1)))];

  return (plan) => {
    let node = plan.node;
    for (let round = 0; node && node.kind !== 'Subscription'; round += 1) {
      const untold = findUntold(node, []);
      if (!untold) return node === plan.node ? plan : { ...plan, node };
      if (round === MAX_ROUNDS) throw cannotPlan(untold);
      node = withFieldLater(node, untold);
    }
    return plan;
  };

  function findUntold(node: PlanNode, path: Path): Untold | undefined {
    if (node.kind === 'Flatten') return findUntold(node.node, [...path, ...node.path]);
    if (node.kind === 'Sequence' || node.kind === 'Parallel')
      return firstOf(node.nodes, (child) => findUntold(child, path));
    if (node.kind !== 'Fetch' || !names.some((name) => node.operation.includes(name))) return undefined;
    const operation = parsed(node);
    if (!node.requires)
      return untoldIn(node, schema.getRootType(operation.operation)!, operation.selectionSet, path, new Set());
    return firstOf((operation.selectionSet.selections[0] as FieldNode).selectionSet!.selections, (selection) => {
      if (selection.kind !== Kind.INLINE_FRAGMENT || !selection.typeCondition) return undefined;
      const type = selection.typeCondition.name.value;
      const told = node.requires!.flatMap((required) =>
        required.kind === 'InlineFragment' && required.typeCondition === type ? required.selections : [],
      );
      return untoldIn(
        node,
        schema.getType(type)!,
        selection.selectionSet,
        path,
        new Set(told.flatMap((field) => (field.kind === 'Field' ? [field.name] : []))),
      );
    });
  }

  /** @param told what the subgraph is told of the object beside its key */
  function untoldIn(
    fetch: FetchNode,
    type: GraphQLNamedType,
    { selections }: SelectionSetNode,
    path: Path,
    told: ReadonlySet<string>,
  ): Untold | undefined {
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    // What is there without being told, by `@provides`, is selected beside.
    const isThere = (required: SelectionNode) =>
      required.kind !== Kind.FIELD ||
      told.has(required.name.value) ||
      selections.some((beside) => beside.kind === Kind.FIELD && beside.name.value === required.name.value);
    return firstOf(selections, (selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return untoldIn(
          fetch,
          selection.typeCondition ? schema.getType(selection.typeCondition.name.value)! : type,
          selection.selectionSet,
          path,
          told,
        );
      if (selection.kind !== Kind.FIELD) return undefined;
      const requirement = requirements.get(`${fetch.serviceName} ${type.name}.${selection.name.value}`);
      if (requirement && !requirement.required.selections.every(isThere))
        return { fetch, path, type: type.name, field: selection, requirement };
      const definition = fields[selection.name.value];
      if (!selection.selectionSet || !definition) return undefined;
      return untoldIn(
        fetch,
        getNamedType(definition.type),
        selection.selectionSet,
        [...path, keyOf(selection), ...listSteps(definition.type)],
        new Set(),
      );
    });
  }
}

/** The plan in which the field is fetched after what it requires, and all that needs the field after it. */
function withFieldLater(root: PlanNode, untold: Untold): PlanNode {
  const { fetch, path, type, field, requirement } = untold;
  const place = placeOf(path);
  const fetches = [...fetchesOf(root, [])];
  const provided = new Set([joined(place, keyOf(field))]);
  const later = new Set<FetchNode>();
  const needs = (node: FetchNode, at: Path) =>
    [placeOf(at), ...requiredPlaces(node.requires ?? [], placeOf(at))].some((needed) =>
      [...provided].some((given) => isWithin(needed, given)),
    );
  for (let found = true; found;) {
    found = false;
    for (const [node, at] of fetches) {
      if (node === fetch || later.has(node) || !needs(node, at)) continue;
      found = true;
      later.add(node);
      // What it had before it does not bring.
      const had = new Set(requiredPlaces(node.requires ?? [], placeOf(at)));
      for (const given of givenPlaces(node, placeOf(at)))
        if (!had.has(given) && !given.endsWith('__typename')) provided.add(given);
    }
  }
  const known = fetches.flatMap(([node, at]) => (later.has(node) ? [] : givenPlaces(node, placeOf(at))));
  if (
    !requirement.required.selections.every(
      (selection) => selection.kind === Kind.FIELD && known.includes(joined(place, selection.name.value)),
    )
  )
    throw cannotPlan(untold);

  const asked: PlanNode = {
    kind: 'Flatten',
    path: [...path],
    node: {
      kind: 'Fetch',
      serviceName: fetch.serviceName,
      requires: [
        {
          kind: 'InlineFragment',
          typeCondition: type,
          selections: [
            { kind: 'Field', name: '__typename' },
            ...planSelections(requirement.key),
            ...planSelections(requirement.required),
          ],
        },
      ],
      variableUsages: [],
      operation: stripIgnoredCharacters(
        `query${fetch.operationName ? ` ${fetch.operationName}__${field.name.value}` : ''}($representations:[_Any!]!){_entities(representations:$representations){...on ${type}{${print(field)}}}}`,
      ),
      operationKind: 'query' as FetchNode['operationKind'],
      operationName: fetch.operationName && `${fetch.operationName}__${field.name.value}`,
    },
  };
  const before = kept(root, (node) => (later.has(node) ? null : node === fetch ? withoutField(untold) : node));
  const after = kept(root, (node) => (later.has(node) ? node : null));
  return { kind: 'Sequence', nodes: [before, asked, after].filter((node) => node !== null) };
}

/** The fetch without the field, and with the key by which the object is asked for again. */
function withoutField({ fetch, field, requirement }: Untold): FetchNode {
  const { operationDocumentNode: _document, ...rest } = fetch;
  const text = print(field);
  const [typename] = parse('{ __typename }', { noLocation: true }).definitions as readonly [OperationDefinitionNode];
  const document = visit(parse(fetch.operation, { noLocation: true }), {
    SelectionSet: {
      leave(node) {
        const others = node.selections.filter((selection) => print(selection) !== text);
        if (others.length === node.selections.length) return undefined;
        const wanted = [...typename.selectionSet.selections, ...requirement.key.selections].filter(
          (selection) => !others.some((other) => print(other) === print(selection)),
        );
        return { ...node, selections: [...wanted, ...others] };
      },
    },
  });
  return { ...rest, operation: stripIgnoredCharacters(print(document)) };
}

function kept(node: PlanNode, keep: (fetch: FetchNode) => FetchNode | null): PlanNode | null {
  if (node.kind === 'Fetch') return keep(node);
  if (node.kind === 'Flatten') {
    const inner = kept(node.node, keep);
    return inner && { ...node, node: inner };
  }
  if (node.kind !== 'Sequence' && node.kind !== 'Parallel') return node;
  const nodes = node.nodes.map((child) => kept(child, keep)).filter((child) => child !== null);
  return nodes.length > 1 ? { ...node, nodes } : (nodes[0] ?? null);
}

function requiredPlaces(selections: readonly QueryPlanSelectionNode[], place: string): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return requiredPlaces(selection.selections, place);
    const here = joined(place, selection.alias ?? selection.name);
    return [here, ...requiredPlaces(selection.selections ?? [], here)];
  });
}

function planSelections({ selections }: SelectionSetNode): QueryPlanSelectionNode[] {
  return selections.map((selection) => {
    if (selection.kind === Kind.FIELD)
      return {
        kind: 'Field',
        name: selection.name.value,
        ...(selection.selectionSet && { selections: planSelections(selection.selectionSet) }),
      };
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return {
        kind: 'InlineFragment',
        ...(selection.typeCondition && { typeCondition: selection.typeCondition.name.value }),
        selections: planSelections(selection.selectionSet),
      };
    throw new Error('A field set has no named fragments.');
  });
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listSteps(type: GraphQLOutputType): '@'[] {
  const inner = getNullableType(type);
  return isListType(inner) ? ['@', ...listSteps(inner.ofType)] : [];
}

function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(`${outer}.`);
}

function cannotPlan({ type, field, requirement }: Untold) {
  const [name, needed] = [field.name.value, print(requirement.required).replace(/\s+/g, ' ')];
  return requestError('GRAPHQL_VALIDATION_FAILED', {
    en: `What needs the field "${name}" of "${type}" cannot be asked for here: the field requires ${needed}, which would not be known in time.`,
    th: `ไม่สามารถขอข้อมูลที่ต้องใช้ฟิลด์ "${name}" ของ "${type}" ตรงนี้ได้ เพราะฟิลด์นี้ต้องใช้ ${needed} ซึ่งยังไม่ทราบในขณะนั้น`,
  });
}
