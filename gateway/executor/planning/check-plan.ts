import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { requestError } from '../../errors.js';
import type { FetchNode, Plan, RequiresSelection } from './plan.js';
import { fetchedPaths, fetchedSelections, fetchesOf, joinPath, responseKey } from './plan-fields.js';
import type { SupergraphJoins } from './supergraph-joins.js';

/**
 * Refuses a plan that would give wrong data without an error, whoever made it: one that fetches less than is selected,
 * fetches the type of an object of an interface without types, or fetches an entity by a key by which the subgraph
 * cannot find it.
 *
 * @param schema the supergraph's
 * @throws RequestError that names the field or the type
 */
export function checkPlan(schema: GraphQLSchema, joins: SupergraphJoins, document: string, plan: Plan): void {
  rejectMissingFields(schema, document, plan);
  for (const fetch of fetchesOf(plan.node)) {
    if (!fetch.requires) continue;
    rejectUntypedEntities(schema, fetch, fetch.requires);
    rejectWrongKeys(schema, joins, fetch, fetch.requires);
  }
}

/**
 * A planner leaves a field out when no subgraph can give it, such as a field that another subgraph adds to an
 * interface, where the objects come from one that cannot give their types: the client would read null. What is
 * selected of some types only is not looked at: planners rightly leave out the types that cannot occur.
 */
function rejectMissingFields(schema: GraphQLSchema, document: string, plan: Plan): void {
  const fetched = new Set([...fetchesOf(plan.node)].flatMap(fetchedPaths));
  forEachField(schema, document, (type, field, path) => {
    if (!fetched.has(path) && !field.name.value.startsWith('__')) throw cannotBeFetched(type, field.name.value);
  });
}

function rejectUntypedEntities(schema: GraphQLSchema, fetch: FetchNode, requires: readonly RequiresSelection[]): void {
  for (const selection of requires) {
    const type = selection.kind === 'InlineFragment' ? schema.getType(selection.typeCondition) : undefined;
    if (isAbstractType(type) && schema.getPossibleTypes(type).length === 0 && isTypenameSelected(fetch))
      throw cannotBeFetched(type, '__typename');
  }
}

function isTypenameSelected(fetch: FetchNode): boolean {
  return fetchedSelections(fetch).selections.some(
    (selection) =>
      selection.kind === Kind.INLINE_FRAGMENT &&
      selection.selectionSet.selections.some((field) => field.kind === Kind.FIELD && field.name.value === '__typename'),
  );
}

/**
 * Refuses a document that selects the type of an object whose interface has no types: Apollo's planner breaks over it.
 *
 * @throws RequestError that names the field
 */
export function rejectUntyped(schema: GraphQLSchema, document: string): void {
  forEachField(schema, document, (type, field) => {
    if (field.name.value === '__typename' && isAbstractType(type) && schema.getPossibleTypes(type).length === 0)
      throw cannotBeFetched(type, '__typename');
  });
}

/** Every representation must hold a resolvable key of its type in the subgraph that it is sent to. */
function rejectWrongKeys(
  schema: GraphQLSchema,
  { keys }: SupergraphJoins,
  fetch: FetchNode,
  requires: readonly RequiresSelection[],
): void {
  for (const fragment of requires) {
    if (fragment.kind !== 'InlineFragment') continue;
    const type = sentType(schema, fetch, fragment.typeCondition);
    const held = requires.flatMap((other) =>
      other.kind === 'InlineFragment' && isSubtype(schema, fragment.typeCondition, other.typeCondition)
        ? other.selections
        : [],
    );
    const known = keys.get(`${fetch.service} ${type}`) ?? [];
    if (known.some((key) => holds(held, key))) continue;
    throw requestError('GRAPHQL_VALIDATION_FAILED', {
      en: `This "${type}" cannot be fetched from the subgraph "${fetch.service}": the query plan has no key by which the subgraph could find it.`,
      th: `ไม่สามารถขอ "${type}" นี้จากซับกราฟ "${fetch.service}" ได้ เพราะแผนการค้นไม่มีคีย์ที่ซับกราฟนั้นใช้ค้นหาได้`,
    });
  }
}

/** The `__typename` that is sent: an interface object is known to its subgraph as an object of the interface's name. */
function sentType(schema: GraphQLSchema, fetch: FetchNode, type: string): string {
  for (const rewrite of fetch.inputRewrites) {
    const [condition, key] = rewrite.path;
    if (rewrite.kind !== 'ValueSetter' || key !== '__typename' || typeof condition !== 'object') continue;
    if (condition.types.some((name) => isSubtype(schema, type, name))) return rewrite.setValueTo;
  }
  return type;
}

function holds(selections: readonly RequiresSelection[], { selections: wanted }: SelectionSetNode): boolean {
  return wanted.every((selection) => {
    if (selection.kind !== Kind.FIELD) return true;
    return selections.some(
      (held) =>
        held.kind === 'Field' &&
        held.name === selection.name.value &&
        (!selection.selectionSet || holds(held.selections ?? [], selection.selectionSet)),
    );
  });
}

/** Calls back for each field that is selected whatever the types of the objects are, with the type that has it and its path as a text. */
function forEachField(
  schema: GraphQLSchema,
  document: string,
  look: (type: GraphQLNamedType, field: FieldNode, path: string) => void,
): void {
  const { operation, selectionSet } = parse(document, { noLocation: true }).definitions[0] as OperationDefinitionNode;
  within(schema.getRootType(operation)!, selectionSet, '');

  function within(type: GraphQLNamedType, { selections }: SelectionSetNode, base: string): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const path = joinPath(base, responseKey(selection));
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
        if (field && selection.selectionSet) within(getNamedType(field.type), selection.selectionSet, path);
        look(type, selection, path);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        if (condition === undefined || isSubtype(schema, type.name, condition))
          within(type, selection.selectionSet, base);
      }
    }
  }
}

/** Tells whether all objects of a type are of another one. */
export function isSubtype(schema: GraphQLSchema, name: string, of: string): boolean {
  if (name === of) return true;
  const [type, abstract] = [schema.getType(name), schema.getType(of)];
  return (isObjectType(type) || isInterfaceType(type)) && isAbstractType(abstract) && schema.isSubType(abstract, type);
}

function cannotBeFetched(type: GraphQLNamedType, field: string) {
  return requestError('GRAPHQL_VALIDATION_FAILED', {
    en: `The field "${field}" of "${type.name}" cannot be fetched here: no subgraph can give it for these objects.`,
    th: `ไม่สามารถขอฟิลด์ "${field}" ของ "${type.name}" ตรงนี้ได้ เพราะไม่มีซับกราฟใดบอกได้สำหรับข้อมูลเหล่านี้`,
  });
}
