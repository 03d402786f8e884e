import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { ByteText } from '../../upstream/byte-text.js';
import { isLeaf } from '../is-leaf.js';
import { ABSENT } from './absent.js';
import { isOfType } from './is-of-type.js';
import { merge, type Data } from './merge.js';
import { quote } from './quote.js';
import { rewrite } from './rewrite.js';
import { parsed } from './raw-json.js';

const NONE: ReadonlySet<unknown> = new Set();

/**
 * Writes the JSON by which a subgraph knows an entity; null when the object is not one that the fetch is for.
 *
 * @param misfit called for a value that its type cannot have: the client may not see it, and it is not just so
 */
export type RepresentationWriter = (entity: Data, misfit: () => void) => ByteText | null;

interface Key {
  /** Its name with all that JSON has around it. */
  before: string;
  name: string;
  /** The name of the field itself. */
  field: string;
  fits: Fits;
}

/** Tells whether a value can be of a type; of objects only that they are some. */
type Fits = (value: unknown) => boolean;

/** Representations of a type by its only key, as they are written: most entities are asked for again and again. */
type Kept = Map<unknown, ByteText>;

/** By the supergraph's schema, then by type and key. */
const keptOf = new WeakMap<GraphQLSchema, Map<string, Kept>>();
/** Of each type and key, of some hundred bytes: half a megabyte. When it is full, what is still asked for comes back by itself. */
const MOST_KEPT = 5_000;
const LONGEST_KEPT = 64;

/**
 * Compiles what a fetch requires of its entities. Equal texts are equal entities, so that each is asked for once.
 *
 * @param schema the supergraph's, with its inaccessible parts
 */
export function compileRepresentation(
  schema: GraphQLSchema,
  { requires = [], inputRewrites }: FetchNode,
): RepresentationWriter {
  const plain = inputRewrites && inputRewrites.length > 0 ? null : plainKeys(schema, requires);
  if (plain) return plainWriter(schema, plain);
  return (entity, misfit) => {
    const representation = select(schema, entity, requires, undefined, misfit);
    if (typeof representation !== 'object' || representation === null || !(representation as Data).__typename)
      return null;
    if (inputRewrites) rewrite(schema, inputRewrites, representation);
    return JSON.stringify(representation);
  };
}

/** The key fields by type, when all that is required is `... on Type { __typename key }`: true of most fetches. */
function plainKeys(schema: GraphQLSchema, requires: readonly QueryPlanSelectionNode[]): Map<string, Key[]> | null {
  const keys = new Map<string, Key[]>();
  for (const selection of requires) {
    if (
      selection.kind !== 'InlineFragment' ||
      selection.typeCondition === undefined ||
      keys.has(selection.typeCondition)
    )
      return null;
    const type = schema.getType(selection.typeCondition);
    if (!isObjectType(type)) return null;
    const [typename, ...fields] = selection.selections;
    if (typename?.kind !== 'Field' || typename.name !== '__typename' || typename.alias !== undefined) return null;
    const names: Key[] = [];
    for (const field of fields) {
      if (field.kind !== 'Field' || field.selections || field.name === '__typename') return null;
      const name = field.alias ?? field.name;
      names.push({ before: `,"${name}":`, name, field: field.name, fits: fitting(typeOf(type, field.name)) });
    }
    keys.set(selection.typeCondition, names);
  }
  return keys;
}

function plainWriter(schema: GraphQLSchema, keys: ReadonlyMap<string, readonly Key[]>): RepresentationWriter {
  const writers = new Map<unknown, RepresentationWriter>(
    [...keys].map(([type, names]) => [
      type,
      names.length === 1
        ? keepingWriter(type, names[0]!, keptFor(schema, `${type} ${names[0]!.name} ${names[0]!.field}`))
        : writerOf(type, names),
    ]),
  );
  return (entity, misfit) => writers.get(entity.__typename)?.(entity, misfit) ?? null;
}

function writerOf(type: string, keys: readonly Key[]): RepresentationWriter {
  return (entity, misfit) => {
    let text = `{"__typename":"${type}"`;
    for (const { before, name, fits } of keys) {
      const value = parsed(entity[name]);
      if (value === undefined || value === ABSENT) return null;
      if (!fits(value)) misfit();
      text += before + (typeof value === 'string' ? quote(value) : JSON.stringify(value));
    }
    return `${text}}`;
  };
}

function keepingWriter(type: string, key: Key, kept: Kept): RepresentationWriter {
  const write = writerOf(type, [key]);
  return (entity, misfit) => {
    const value = entity[key.name];
    const known = kept.get(value);
    if (known !== undefined) return known;
    const text = write(entity, misfit);
    if (text === null || typeof value !== 'string' || value.length > LONGEST_KEPT || !key.fits(value)) return text;
    if (kept.size === MOST_KEPT) kept.clear();
    kept.set(value, text);
    return text;
  };
}

function keptFor(schema: GraphQLSchema, key: string): Kept {
  const ofSchema = keptOf.get(schema) ?? new Map<string, Kept>();
  keptOf.set(schema, ofSchema);
  const kept = ofSchema.get(key) ?? new Map<unknown, ByteText>();
  ofSchema.set(key, kept);
  return kept;
}

/**
 * What a representation holds of an object; null when a field of it is not there.
 *
 * @param type of the object, where it is known without asking it
 */
function select(
  schema: GraphQLSchema,
  source: unknown,
  selections: readonly QueryPlanSelectionNode[],
  type: GraphQLNamedType | undefined,
  misfit: () => void,
): unknown {
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
    const value = parsed((source as Data)[name]);
    if (value === undefined || value === ABSENT) return null;
    const expected = typeOf(type, selection.name);
    if (!fitting(expected)(value)) misfit();
    result[name] = selection.selections ? within(schema, value, selection.selections, expected, misfit) : value;
  }
  return result;
}

function within(
  schema: GraphQLSchema,
  value: unknown,
  selections: readonly QueryPlanSelectionNode[],
  type: GraphQLOutputType | undefined,
  misfit: () => void,
): unknown {
  const inner = type && getNullableType(type);
  if (Array.isArray(value))
    return value.map((element) =>
      within(schema, element, selections, isListType(inner) ? inner.ofType : undefined, misfit),
    );
  return select(schema, value, selections, isCompositeType(inner) ? inner : undefined, misfit);
}

function typeOf(parent: GraphQLNamedType | undefined, field: string): GraphQLOutputType | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field]?.type : undefined;
}

function fitting(type: GraphQLOutputType | undefined): Fits {
  if (type === undefined) return () => true;
  if (isNonNullType(type)) {
    const inner = fitting(type.ofType);
    return (value) => value !== null && inner(value);
  }
  if (isListType(type)) {
    const inner = fitting(type.ofType);
    return (value) => value === null || (Array.isArray(value) && value.every(inner));
  }
  if (isLeafType(type)) return (value) => value === null || isLeaf(type, value);
  return (value) => value === null || (typeof value === 'object' && !Array.isArray(value));
}
