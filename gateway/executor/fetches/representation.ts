import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type ConstDirectiveNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { readArgument } from '../../graphql-document/directive-arguments.js';
import { OPTIONAL_REQUIREMENT } from '../../../subgraphs/protocol/schema-tags.js';
import type { ByteText } from '../../upstream/byte-text.js';
import { FieldErrors, isDataObject, MissingField, Opaque, ownMember, setMember, type Data } from '../data.js';
import { writeJson } from '../json-number.js';
import { RawJson } from '../passthrough/raw-json.js';
import type { FetchNode, RequiresSelection } from '../planning/plan.js';
import { readServices } from '../planning/supergraph-joins.js';
import { isOfType, leafOf, LOST_DIGITS } from './fetched-fields.js';
import { rewrite } from './rewrite.js';

/** Stands for the representation of an object that has none. */
export class Unrepresented extends Opaque {
  /**
   * @param reason the errors because of which a required value is missing, or the entity that its subgraph does not have;
   *   null when the fetch is not for objects of this type; undefined when a required value was not fetched, or does not have
   *   its type
   */
  constructor(readonly reason: FieldErrors | MissingField | null | undefined) {
    super();
  }
}

/** Writes the representation of an entity as JSON. Equal texts are equal entities. */
export type WriteRepresentation = (entity: Data) => ByteText | Unrepresented;

interface Key {
  /** The JSON before its value: comma, name and colon. */
  readonly before: string;
  readonly name: string;
  readonly type: GraphQLOutputType | undefined;
}

const OTHER_TYPE = new Unrepresented(null);
const UNUSABLE = new Unrepresented(undefined);

/** Representations that are kept for one type with a single key, by the value of the key. */
const MAX_KEPT = 5_000;
const MAX_KEPT_LENGTH = 64;

/**
 * Makes the writer of a fetch's representations.
 *
 * @param schema the supergraph's, with its inaccessible parts
 */
export function compileRepresentation(
  schema: GraphQLSchema,
  { requires, inputRewrites, service }: FetchNode,
): WriteRepresentation {
  const selections = requires ?? [];
  const plain = inputRewrites.length > 0 ? null : plainKeys(schema, selections);
  if (plain) {
    const writers = new Map(
      [...plain].map(([type, keys]) => [
        type,
        keys.length === 1 ? keepingWriter(schema, type, keys[0]!) : writerOf(type, keys),
      ]),
    );
    return (entity) => writers.get(entity['__typename'] as string)?.(entity) ?? OTHER_TYPE;
  }
  const isUnknown = inputRewrites.length > 0 ? unknownTypes(schema, service) : null;
  return (entity) => {
    const representation = select(schema, entity, selections, undefined);
    if (representation instanceof Unrepresented) return representation;
    if (!representation['__typename']) return OTHER_TYPE;
    rewrite(schema, inputRewrites, representation);
    // The rewrites of a plan may leave representations of types that the subgraph does not have.
    if (isUnknown?.(String(representation['__typename']))) return new Unrepresented(new MissingField(service));
    return writeJson(representation);
  };
}

/** The key fields by type, when a fetch requires only `... on Type { __typename key }`, as most fetches do; null otherwise. */
function plainKeys(schema: GraphQLSchema, requires: readonly RequiresSelection[]): Map<string, Key[]> | null {
  const keys = new Map<string, Key[]>();
  for (const selection of requires) {
    if (selection.kind !== 'InlineFragment' || keys.has(selection.typeCondition)) return null;
    const type = schema.getType(selection.typeCondition);
    if (!isObjectType(type)) return null;
    const names: Key[] = [];
    for (const field of selection.selections) {
      if (field.kind !== 'Field' || field.selections || (field.alias !== undefined && field.alias !== field.name))
        return null;
      if (field.name !== '__typename')
        names.push({ before: `,"${field.name}":`, name: field.name, type: typeOf(type, field.name) });
    }
    keys.set(selection.typeCondition, names);
  }
  return keys;
}

function writerOf(type: string, keys: readonly Key[]): WriteRepresentation {
  return (entity) => {
    let text = `{"__typename":"${type}"`;
    for (const { before, name, type: expected } of keys) {
      const value = valueOf(ownMember(entity, name), expected);
      if (value instanceof Unrepresented) return value;
      text += before + (typeof value === 'string' ? JSON.stringify(value) : writeJson(value));
    }
    return `${text}}`;
  };
}

const keepingWriters = new WeakMap<GraphQLSchema, Map<string, WriteRepresentation>>();

/** All fetches of one type by one key share a writer, so that the memory does not grow with the number of plans. */
function keepingWriter(schema: GraphQLSchema, type: string, key: Key): WriteRepresentation {
  const writers = keepingWriters.get(schema) ?? new Map<string, WriteRepresentation>();
  keepingWriters.set(schema, writers);
  const coordinate = `${type}.${key.name}`;
  const writer = writers.get(coordinate) ?? createKeepingWriter(type, key);
  writers.set(coordinate, writer);
  return writer;
}

function createKeepingWriter(type: string, key: Key): WriteRepresentation {
  const write = writerOf(type, [key]);
  const kept = new Map<unknown, ByteText>();
  return (entity) => {
    const value = entity[key.name];
    const known = kept.get(value);
    if (known !== undefined) return known;
    const text = write(entity);
    if (typeof text !== 'string' || typeof value !== 'string' || value.length > MAX_KEPT_LENGTH) return text;
    if (kept.size === MAX_KEPT) kept.clear();
    kept.set(value, text);
    return text;
  };
}

/** Selects the required fields of an object. */
function select(
  schema: GraphQLSchema,
  source: Data,
  selections: readonly RequiresSelection[],
  type: GraphQLNamedType | undefined,
): Data | Unrepresented {
  const result: Data = {};
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const runtime = schema.getType(String(source['__typename'])) ?? type;
      if (runtime && isOfType(schema, runtime, selection.typeCondition) === true) {
        const part = select(schema, source, selection.selections, schema.getType(selection.typeCondition));
        if (part instanceof Unrepresented) return part;
        for (const [name, value] of Object.entries(part)) addMember(result, name, value);
      }
      continue;
    }
    const { name, alias = name } = selection;
    const expected = name === '__typename' ? undefined : typeOf(type, name);
    const value = valueOf(ownMember(source, alias), expected);
    const member =
      selection.selections && !(value instanceof Unrepresented)
        ? within(schema, value, selection.selections, expected)
        : value;
    if (!(member instanceof Unrepresented)) addMember(result, name, member);
    else if (isOptional(type, name)) addMember(result, name, null);
    else return member;
  }
  return result;
}

function addMember(result: Data, name: string, value: unknown): void {
  const present = ownMember(result, name);
  if (isDataObject(present) && isDataObject(value))
    for (const [inner, member] of Object.entries(value)) addMember(present, inner, member);
  else setMember(result, name, value);
}

function within(
  schema: GraphQLSchema,
  value: unknown,
  selections: readonly RequiresSelection[],
  type: GraphQLOutputType | undefined,
): unknown {
  const inner = type && getNullableType(type);
  if (Array.isArray(value)) {
    const itemType = isListType(inner) ? (inner.ofType as GraphQLOutputType) : undefined;
    const items: unknown[] = [];
    for (const element of value) {
      const item = valueOf(element, itemType);
      const member = item instanceof Unrepresented ? item : within(schema, item, selections, itemType);
      if (member instanceof Unrepresented) return member;
      items.push(member);
    }
    return items;
  }
  return isDataObject(value) ? select(schema, value, selections, isCompositeType(inner) ? inner : undefined) : value;
}

/** The value of a required field as it is sent. A null that errors caused is sent where the field is nullable. */
function valueOf(given: unknown, type: GraphQLOutputType | undefined): unknown {
  const value = given instanceof RawJson ? given.parse() : given;
  if (value instanceof FieldErrors)
    return value.isNull && type && !isNonNullType(type) ? null : new Unrepresented(value);
  if (value === undefined) return UNUSABLE;
  if (value instanceof MissingField) return new Unrepresented(value);
  if (type === undefined) return value;
  const inner = getNullableType(type);
  if (value === null) return inner === type ? null : UNUSABLE;
  if (isLeafType(inner)) {
    const leaf = leafOf(inner, value);
    // Numbers of merged data are exact already.
    return leaf === LOST_DIGITS ? value : (leaf ?? UNUSABLE);
  }
  if (isListType(inner))
    return Array.isArray(value) &&
      (!isLeafType(getNamedType(inner)) || value.every((item) => fits(item, inner.ofType as GraphQLOutputType)))
      ? value
      : UNUSABLE;
  return isDataObject(value) ? value : UNUSABLE;
}

function fits(value: unknown, type: GraphQLOutputType): boolean {
  return !(valueOf(value, type) instanceof Unrepresented);
}

/** Tells whether a field that requires this one is resolved without it too. */
function isOptional(parent: GraphQLNamedType | undefined, name: string): boolean {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  if (!field || isNonNullType(field.type)) return false;
  return [field.astNode, getNamedType(field.type).astNode].some((node) =>
    node?.directives?.some((tag) => tag.name.value === 'tag' && readArgument(tag, 'name') === OPTIONAL_REQUIREMENT),
  );
}

function typeOf(parent: GraphQLNamedType | undefined, field: string): GraphQLOutputType | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field]?.type : undefined;
}

/** Makes the predicate that is true for the name of a type that the subgraph does not have. */
function unknownTypes(schema: GraphQLSchema, service: string): (typeName: string) => boolean {
  const services = readServices(schema);
  const has = (directive: ConstDirectiveNode) =>
    directive.name.value === 'join__type' && services.get(readArgument(directive, 'graph')) === service;
  return (typeName) => !schema.getType(typeName)?.astNode?.directives?.some(has);
}
