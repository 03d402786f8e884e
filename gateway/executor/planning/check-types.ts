import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { requestError } from '../../errors.js';
import { rewrite } from '../fetches/rewrite.js';
import type { FetchNode, PathStep, Plan } from './plan.js';
import { fetchedSelections, fetchesOf, joinPath, renamedPath, responseKey, textOf } from './plan-fields.js';
import type { SupergraphJoins } from './supergraph-joins.js';

/** Names of object types. */
type Types = ReadonlySet<string>;

/** What the fetches of a plan bring. */
interface Fetched {
  /** `path Type` of each field, with the object type that has it. */
  fields: Set<string>;
  /** The object types that occur at a path. */
  types: Map<string, Set<string>>;
}

/**
 * Refuses a plan that does not fetch a field for one of the object types for which it is selected, although objects of
 * that type occur there. Hive Router's planner forgets types where it joins fetches of interface objects: the client would
 * read null. Types are distinguished by path only, not by the types of the objects above.
 *
 * @param schema the supergraph's
 * @throws RequestError that names the field
 */
export function rejectForgottenTypes(
  schema: GraphQLSchema,
  joins: SupergraphJoins,
  document: string,
  plan: Plan,
): void {
  const fetched: Fetched = { fields: new Set(), types: new Map() };
  for (const fetch of fetchesOf(plan.node)) noteFetch(schema, joins, fetch, fetched);
  const { operation, selectionSet } = parse(document, { noLocation: true }).definitions[0] as OperationDefinitionNode;
  const root = schema.getRootType(operation)!;
  within(root, new Set([root.name]), selectionSet, '');

  function within(parent: GraphQLNamedType, types: Types, { selections }: SelectionSetNode, base: string): void {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        const type = condition === undefined ? parent : schema.getType(condition)!;
        within(type, condition === undefined ? types : narrow(schema, types, condition), selection.selectionSet, base);
      } else if (selection.kind === Kind.FIELD && !selection.name.value.startsWith('__')) {
        const path = joinPath(base, responseKey(selection));
        for (const type of types) {
          if (fetched.fields.has(`${path} ${type}`)) continue;
          throw requestError('GRAPHQL_VALIDATION_FAILED', {
            en: `The query plan does not fetch the field "${selection.name.value}" of "${type}".`,
            th: `แผนการค้นไม่ได้ขอฟิลด์ "${selection.name.value}" ของ "${type}"`,
          });
        }
        const field =
          isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[selection.name.value] : undefined;
        if (!selection.selectionSet || !field || types.size === 0) continue;
        const type = getNamedType(field.type);
        const occurring = fetched.types.get(path) ?? new Set<string>();
        within(type, intersect(possibleTypes(schema, type.name), occurring), selection.selectionSet, path);
      }
    }
  }
}

function noteFetch(schema: GraphQLSchema, joins: SupergraphJoins, fetch: FetchNode, { fields, types }: Fetched): void {
  const rename = renamedPath(fetch);
  if (!fetch.requires) {
    const root = schema.getRootType(fetch.operationKind as OperationTypeNode)!;
    note(root, new Set([root.name]), fetchedSelections(fetch), textOf(fetch.path));
    return;
  }
  const required = fetch.requires.flatMap((selection) =>
    selection.kind === 'InlineFragment' ? [...possibleTypes(schema, selection.typeCondition)] : [],
  );
  const entities = narrowByPath(schema, new Set(required), fetch.path);
  for (const selection of fetchedSelections(fetch).selections) {
    const condition = selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined;
    const isSentAs = (type: string) => sentType(schema, fetch, type) === condition;
    const met =
      condition !== undefined && joins.isInterfaceObject(fetch.service, condition)
        ? new Set([...entities].filter(isSentAs))
        : entities;
    note(undefined, met, { kind: Kind.SELECTION_SET, selections: [selection] }, textOf(fetch.path));
  }

  function note(
    parent: GraphQLNamedType | undefined,
    objects: Types,
    { selections }: SelectionSetNode,
    base: string,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        const type = condition === undefined ? parent : schema.getType(condition);
        note(
          type,
          condition === undefined ? objects : narrow(schema, objects, condition),
          selection.selectionSet,
          base,
        );
      } else if (selection.kind === Kind.FIELD) {
        const path = joinPath(base, responseKey(selection));
        for (const type of objects) fields.add(`${rename(path)} ${type}`);
        const field =
          isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[selection.name.value] : undefined;
        if (!selection.selectionSet || !field) continue;
        const type = getNamedType(field.type);
        const occurring = joins.typesIn(fetch.service, type.name);
        const known = types.get(rename(path)) ?? new Set();
        for (const name of occurring) known.add(name);
        types.set(rename(path), known);
        note(type, occurring, selection.selectionSet, path);
      }
    }
  }
}

/** The `__typename` with which an object of a type is sent: a subgraph knows an interface object by the name of its interface only. */
function sentType(schema: GraphQLSchema, { inputRewrites }: FetchNode, type: string): unknown {
  const representation = { __typename: type };
  rewrite(schema, inputRewrites, representation);
  return representation.__typename;
}

/** The types of the objects at the end of a path, whose last conditions narrow them. */
function narrowByPath(schema: GraphQLSchema, types: Types, path: readonly PathStep[]): Types {
  const last = path.at(-1);
  if (typeof last !== 'object') return types;
  return new Set([...types].filter((type) => last.types.some((name) => possibleTypes(schema, name).has(type))));
}

function narrow(schema: GraphQLSchema, types: Types, condition: string): Types {
  return intersect(types, possibleTypes(schema, condition));
}

function intersect(one: Types, other: Types): Types {
  return new Set([...one].filter((type) => other.has(type)));
}

function possibleTypes(schema: GraphQLSchema, name: string): Types {
  const type = schema.getType(name);
  return new Set(isAbstractType(type) ? schema.getPossibleTypes(type).map((each) => each.name) : [name]);
}
