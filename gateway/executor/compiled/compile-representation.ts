import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { getNullableType, isCompositeType, isInterfaceType, isLeafType, isListType, isNonNullType, isObjectType, type GraphQLNamedType, type GraphQLOutputType, type GraphQLSchema } from 'graphql';
import type { ByteText } from '../../upstream/byte-text.js';
import { isLeaf } from '../is-leaf.js';
import { ABSENT } from './absent.js';
import { isOfType } from './is-of-type.js';
import { merge, type Data } from './merge.js';
import { quote } from './quote.js';
import { rewrite } from './rewrite.js';

const NONE: ReadonlySet<unknown> = new Set();

/**
 * Writes the JSON by which a subgraph knows an entity; null when the object is not one that the fetch is for.
 *
 * @param misfit called for a value that its type cannot have: the client may not see it, and it is not just so
 */
export type RepresentationWriter = (entity: Data, misfit: () => void) => ByteText | null;

interface Key {
  name: string;
  type: GraphQLOutputType | undefined;
}

/**
 * Compiles what a fetch requires of its entities. Equal texts are equal entities, so that each is asked for once.
 *
 * @param schema the supergraph's, with its inaccessible parts
 */
export function compileRepresentation(schema: GraphQLSchema, { requires = [], inputRewrites }: FetchNode): RepresentationWriter {
  const plain = inputRewrites && inputRewrites.length > 0 ? null : plainKeys(schema, requires);
  if (plain) return plainWriter(plain);
  return (entity, misfit) => {
    const representation = select(schema, entity, requires, undefined, misfit);
    if (typeof representation !== 'object' || representation === null || !(representation as Data).__typename) return null;
    if (inputRewrites) rewrite(schema, inputRewrites, representation);
    return JSON.stringify(representation);
  };
}

/** The key fields by type, when all that is required is `... on Type { __typename key }`: true of most fetches. */
function plainKeys(schema: GraphQLSchema, requires: readonly QueryPlanSelectionNode[]): Map<string, Key[]> | null {
  const keys = new Map<string, Key[]>();
  for (const selection of requires) {
    if (selection.kind !== 'InlineFragment' || selection.typeCondition === undefined || keys.has(selection.typeCondition)) return null;
    const type = schema.getType(selection.typeCondition);
    if (!isObjectType(type)) return null;
    const [typename, ...fields] = selection.selections;
    if (typename?.kind !== 'Field' || typename.name !== '__typename' || typename.alias !== undefined) return null;
    const names: Key[] = [];
    for (const field of fields) {
      if (field.kind !== 'Field' || field.selections || field.name === '__typename') return null;
      names.push({ name: field.alias ?? field.name, type: typeOf(type, field.name) });
    }
    keys.set(selection.typeCondition, names);
  }
  return keys;
}

function plainWriter(keys: ReadonlyMap<string, readonly Key[]>): RepresentationWriter {
  return (entity, misfit) => {
    const type = entity.__typename;
    const names = typeof type === 'string' ? keys.get(type) : undefined;
    if (!names) return null;
    let text = `{"__typename":"${type as string}"`;
    for (const { name, type } of names) {
      const value = entity[name];
      if (value === undefined || value === ABSENT) return null;
      if (!fits(type, value)) misfit();
      text += `,"${name}":${typeof value === 'string' ? quote(value) : JSON.stringify(value)}`;
    }
    return `${text}}`;
  };
}

/**
 * What a representation holds of an object; null when a field of it is not there.
 *
 * @param type of the object, where it is known without asking it
 */
function select(schema: GraphQLSchema, source: unknown, selections: readonly QueryPlanSelectionNode[], type: GraphQLNamedType | undefined, misfit: () => void): unknown {
  if (typeof source !== 'object' || source === null) return null;
  const result: Data = {};
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (selection.typeCondition !== undefined && isOfType(schema, source as Data, selection.typeCondition) === true) {
        const part = select(schema, source, selection.selections, schema.getType(selection.typeCondition), misfit);
        if (part !== null) merge(result, part as Data, NONE);
      }
      continue;
    }
    const name = selection.alias ?? selection.name;
    const value = (source as Data)[name];
    if (value === undefined || value === ABSENT) return null;
    const expected = typeOf(type, selection.name);
    if (!fits(expected, value)) misfit();
    result[name] = selection.selections ? within(schema, value, selection.selections, expected, misfit) : value;
  }
  return result;
}

function within(schema: GraphQLSchema, value: unknown, selections: readonly QueryPlanSelectionNode[], type: GraphQLOutputType | undefined, misfit: () => void): unknown {
  const inner = type && getNullableType(type);
  if (Array.isArray(value)) return value.map((element) => within(schema, element, selections, isListType(inner) ? inner.ofType : undefined, misfit));
  return select(schema, value, selections, isCompositeType(inner) ? inner : undefined, misfit);
}

function typeOf(parent: GraphQLNamedType | undefined, field: string): GraphQLOutputType | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field]?.type : undefined;
}

/** Tells whether a value can be of a type; of objects only that they are some. */
function fits(type: GraphQLOutputType | undefined, value: unknown): boolean {
  if (type === undefined) return true;
  if (isNonNullType(type)) return value !== null && fits(type.ofType, value);
  if (value === null) return true;
  if (isListType(type)) return Array.isArray(value) && value.every((element) => fits(type.ofType, element));
  return isLeafType(type) ? isLeaf(type, value) : typeof value === 'object' && !Array.isArray(value);
}
