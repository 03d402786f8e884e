import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isObjectType, type GraphQLSchema } from 'graphql';
import { ABSENT } from './absent.js';
import { isOfType } from './is-of-type.js';
import { merge, type Data } from './merge.js';
import { quote } from './quote.js';
import { rewrite } from './rewrite.js';

const NONE: ReadonlySet<unknown> = new Set();

/** Writes the JSON text by which a subgraph knows an entity; null when the object is not one that the fetch is for. */
export type RepresentationWriter = (entity: Data) => string | null;

/**
 * Compiles what a fetch requires of its entities. Equal texts are equal entities, so that each is asked for once.
 *
 * @param schema the supergraph's, with its inaccessible parts
 */
export function compileRepresentation(schema: GraphQLSchema, { requires = [], inputRewrites }: FetchNode): RepresentationWriter {
  const plain = inputRewrites && inputRewrites.length > 0 ? null : plainKeys(schema, requires);
  if (plain) return plainWriter(plain);
  return (entity) => {
    const representation = select(schema, entity, requires);
    if (typeof representation !== 'object' || representation === null || !(representation as Data).__typename) return null;
    if (inputRewrites) rewrite(schema, inputRewrites, representation);
    return JSON.stringify(representation);
  };
}

/** The key fields by type, when all that is required is `... on Type { __typename key }`: true of most fetches. */
function plainKeys(schema: GraphQLSchema, requires: readonly QueryPlanSelectionNode[]): Map<string, string[]> | null {
  const keys = new Map<string, string[]>();
  for (const selection of requires) {
    if (selection.kind !== 'InlineFragment' || selection.typeCondition === undefined || keys.has(selection.typeCondition)) return null;
    if (!isObjectType(schema.getType(selection.typeCondition))) return null;
    const [typename, ...fields] = selection.selections;
    if (typename?.kind !== 'Field' || typename.name !== '__typename' || typename.alias !== undefined) return null;
    const names: string[] = [];
    for (const field of fields) {
      if (field.kind !== 'Field' || field.selections || field.name === '__typename') return null;
      names.push(field.alias ?? field.name);
    }
    keys.set(selection.typeCondition, names);
  }
  return keys;
}

function plainWriter(keys: ReadonlyMap<string, readonly string[]>): RepresentationWriter {
  return (entity) => {
    const type = entity.__typename;
    const names = typeof type === 'string' ? keys.get(type) : undefined;
    if (!names) return null;
    let text = `{"__typename":"${type as string}"`;
    for (const name of names) {
      const value = entity[name];
      if (value === undefined || value === ABSENT) return null;
      text += `,"${name}":${typeof value === 'string' ? quote(value) : JSON.stringify(value)}`;
    }
    return `${text}}`;
  };
}

/** What a representation holds of an object; null when a field of it is not there. */
function select(schema: GraphQLSchema, source: unknown, selections: readonly QueryPlanSelectionNode[]): unknown {
  if (typeof source !== 'object' || source === null) return null;
  const result: Data = {};
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (selection.typeCondition !== undefined && isOfType(schema, source as Data, selection.typeCondition) === true) {
        const part = select(schema, source, selection.selections);
        if (part !== null) merge(result, part as Data, NONE);
      }
      continue;
    }
    const name = selection.alias ?? selection.name;
    const value = (source as Data)[name];
    if (value === undefined || value === ABSENT) return null;
    result[name] = selection.selections ? within(schema, value, selection.selections) : value;
  }
  return result;
}

function within(schema: GraphQLSchema, value: unknown, selections: readonly QueryPlanSelectionNode[]): unknown {
  return Array.isArray(value) ? value.map((element) => within(schema, element, selections)) : select(schema, value, selections);
}
