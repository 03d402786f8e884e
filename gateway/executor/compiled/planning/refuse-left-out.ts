import type { QueryPlan } from '@apollo/query-planner';
import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { requestError } from '../../../errors.js';
import { fragmentsOf } from '../../fragments-of.js';
import { isOrImplements } from '../../is-or-implements.js';
import { fetchesOfPlan, givenPlaces, joined, keyOf, placeOf } from './plan-places.js';

/** Ends the names that Apollo's planner gives to fields of one name and several types, and takes away from the answers. */
const SUFFIX = /__alias_\d+$/;

/**
 * Refuses an operation of which Apollo's planner has left a field out without a word, because no subgraph can be asked for
 * it: such as a field that another subgraph adds to an interface, where the objects come from one that cannot tell their
 * types. The client would be told null. What is selected of some types only is not looked at: the planner rightly leaves
 * out those that cannot be there.
 *
 * @param schema the supergraph's
 * @param document without `@skip` and `@include`
 * @throws RequestError that names the field
 */
export function refuseLeftOut(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  plan: QueryPlan,
): void {
  if (plan.node?.kind === 'Subscription') return;
  const given = new Set(
    fetchesOfPlan(plan).flatMap(([fetch, path]) =>
      givenPlaces(fetch, placeOf(path)).map((place) => place.replace(SUFFIX, '')),
    ),
  );
  eachField(schema, document, operationName, (type, field, place) => {
    if (!given.has(place) && !field.name.value.startsWith('__')) throw cannotBeAsked(type, field);
  });
}

/**
 * Refuses an operation that asks for the type of an object whose interface no subgraph that can be asked has types of:
 * Apollo's planner breaks over it.
 *
 * @throws RequestError that names the field
 */
export function refuseUnknowable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): void {
  eachField(schema, document, operationName, (type, field) => {
    if (field.name.value === '__typename' && isAbstractType(type) && schema.getPossibleTypes(type).length === 0)
      throw cannotBeAsked(type, field);
  });
}

/** Tells each field that is selected whatever the types of the objects are, with the type that has it and its place in the response; the fields of its object before it. */
function eachField(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  look: (type: GraphQLNamedType, field: FieldNode, place: string) => void,
): void {
  const fragments = fragmentsOf(document);
  const { operation, selectionSet } = getOperationAST(document, operationName)!;
  within(schema.getRootType(operation)!, selectionSet, '');

  function within(type: GraphQLNamedType, { selections }: SelectionSetNode, place: string): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const here = joined(place, keyOf(selection));
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
        if (field && selection.selectionSet) within(getNamedType(field.type), selection.selectionSet, here);
        look(type, selection, here);
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
        const condition = fragment.typeCondition?.name.value;
        // Whether all objects of the type meet it.
        if (condition === undefined || isOrImplements(schema, type, condition))
          within(type, fragment.selectionSet, place);
      }
    }
  }
}

function cannotBeAsked(type: GraphQLNamedType, { name: { value: name } }: FieldNode) {
  return requestError('GRAPHQL_VALIDATION_FAILED', {
    en: `The field "${name}" of "${type.name}" cannot be asked for here: no subgraph can tell it of these objects.`,
    th: `ไม่สามารถขอฟิลด์ "${name}" ของ "${type.name}" ตรงนี้ได้ เพราะไม่มีกราฟย่อยใดบอกได้สำหรับข้อมูลเหล่านี้`,
  });
}
