import { hash } from 'node:crypto';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isObjectType,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { NO_EXAMPLES, type Examples } from '../sdl/examples.js';
import { pickFields, readSubgraphSdl, type Entity, type FieldOfSet } from '../sdl/read-subgraph-sdl.js';
import { inventScalar } from './scalar-values.js';

export interface MockOptions {
  name: string;
  sdl: string;
  /** Another seed gives other values; the same one gives the same values in every run, in whatever order they are asked for. */
  seed?: string;
  /** Values to use for keys and scalars. */
  examples?: Examples;
}

/** Executes one request. */
export type RunMock = (
  query: string,
  variables?: Record<string, unknown>,
  operationName?: string,
) => Promise<ExecutionResult>;

/** What is invented about an object hangs on this text, so that the same object always has the same fields. */
const IDENTITY = Symbol('identity');
/** The length that a client asked for with `first`, `last` or `limit` of the field that gave this object. */
const LIMIT = Symbol('limit');

interface MockObject extends Record<string, unknown> {
  __typename?: string;
  [IDENTITY]?: string;
  [LIMIT]?: number;
}

/** How many entities of a type a mock knows by itself; any other key that is asked for is an entity too. */
const ENTITIES = 6;
const LONGEST_LIST = 3;
const PAGE_ARGUMENTS = ['first', 'last', 'limit'];

/**
 * Creates a subgraph of its SDL alone. Each value is computed from the seed, the object and the field, and nothing is kept:
 * `@graphql-tools/mock` draws values in the order in which they are asked for, so that each run would have others.
 *
 * @throws Error when the SDL cannot be read
 */
export function createMock({ name, sdl, seed = '', examples = NO_EXAMPLES }: MockOptions): RunMock {
  const { entities } = readSubgraphSdl(name, sdl);
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  // As it was given: Apollo would print it anew.
  schema.getQueryType()!.getFields()['_service']!.resolve = () => ({ sdl });
  const entitiesField = schema.getQueryType()!.getFields()['_entities'];
  if (entitiesField)
    entitiesField.resolve = (_source, { representations }: { representations: MockObject[] }) =>
      representations.map((each) => ({ ...each, __typename: objectTypeOf(schema, each, seed) }));
  const fieldResolver = createResolver(schema, byName, examples, seed);
  return async (query, variableValues, operationName) => {
    try {
      const document = parse(query);
      const errors = validate(schema, document);
      if (errors.length > 0) return { errors };
      return await execute({
        schema,
        document,
        variableValues,
        operationName,
        rootValue: {},
        fieldResolver,
        typeResolver: (value) => (value as MockObject).__typename,
      });
    } catch (error) {
      return { errors: [error as never] };
    }
  };
}

function createResolver(
  schema: GraphQLSchema,
  entities: ReadonlyMap<string, Entity>,
  examples: Examples,
  seed: string,
): GraphQLFieldResolver<MockObject, unknown, Record<string, unknown>> {
  const numberOf = (text: string) => draw(seed, text);

  return (source, args, _context, info) => {
    const { fieldName, parentType, returnType } = info;
    if (source[fieldName] !== undefined) return source[fieldName];
    const entity = entities.get(parentType.name);
    const identity = source[IDENTITY] ?? identityOf(source, entity) ?? parentType.name;
    if (entity && isOwnKey(entity, fieldName)) return readKey(identity, parentType, fieldName);
    if (fieldName === 'totalCount') return lengthOf(identity, source[LIMIT]);
    const at = `${identity}.${fieldName}${Object.keys(args).length > 0 ? JSON.stringify(args) : ''}`;
    const place = { identity, source, args, info };
    const edge = /^(.+)\.edges\.(\d+)\.node$/.exec(at);
    if (!edge) return invent(returnType, at, place);
    // An edge's node is the node at its index.
    const [, connection, index] = edge;
    const nodes = `${connection}.nodes`;
    return inventNamed(getNamedType(returnType), `${nodes}.${index}`, numberOf(nodes) + Number(index), place);
  };

  interface At {
    identity: string;
    source: MockObject;
    args: Record<string, unknown>;
    info: GraphQLResolveInfo;
  }

  function invent(wrapped: GraphQLOutputType, at: string, place: At): unknown {
    const type = getNullableType(wrapped);
    if (!isListType(type)) return inventNamed(getNamedType(type), at, numberOf(at), place);
    const length = lengthOf(place.identity, pageSize(place.args) ?? place.source[LIMIT]);
    const first = numberOf(at);
    return Array.from({ length }, (_, index) =>
      isListType(getNullableType(type.ofType as GraphQLOutputType))
        ? invent(type.ofType as GraphQLOutputType, `${at}.${index}`, place)
        : // Neighbours differ, as far as there are that many.
          inventNamed(getNamedType(type), `${at}.${index}`, first + index, place),
    );
  }

  function inventNamed(type: GraphQLNamedType, at: string, n: number, { args, info }: At): unknown {
    if (isAbstractType(type)) {
      const possible = schema.getPossibleTypes(type);
      return inventObject(possible[n % possible.length]!, at, n, args);
    }
    if (isObjectType(type)) return inventObject(type, at, n, args);
    const { args: parameters } = info.parentType.getFields()[info.fieldName]!;
    const echoed = parameters.find((parameter) => isEnumType(type) && getNamedType(parameter.type) === type);
    if (isEnumType(type)) {
      const values = type.getValues();
      return (echoed && args[echoed.name]) ?? values[n % values.length]!.value;
    }
    return inventLeaf(type.name, `${info.parentType.name}.${info.fieldName}`, info.fieldName, n);
  }

  function inventObject(type: GraphQLObjectType, at: string, n: number, args: Record<string, unknown>): MockObject {
    const limit = pageSize(args);
    const entity = entities.get(type.name);
    const keys = entity ? keysOf(entity, type, n, args) : {};
    return {
      __typename: type.name,
      ...keys,
      [IDENTITY]: (entity && identityOf(keys, entity)) ?? at,
      ...(limit !== undefined && { [LIMIT]: limit }),
    };
  }

  /** The keys of an entity: what an argument of the same name says, or those of one of the few that the mock knows. */
  function keysOf(entity: Entity, type: GraphQLObjectType, n: number, args: Record<string, unknown>): MockObject {
    const given = examples.representations.get(type.name);
    if (given) return { ...given[n % given.length] };
    // The arguments may name an entity by any of its keys.
    const key = entity.keys.find(({ fields }) => fields.every(({ name }) => args[name] != null)) ?? entity.keys[0]!;
    return inventKey(key.fields, type, n, args);
  }

  function inventKey(
    fields: readonly FieldOfSet[],
    type: GraphQLObjectType,
    n: number,
    args: Record<string, unknown>,
  ): MockObject {
    return Object.fromEntries(
      fields.map(({ name, fields: inner }) => {
        const fieldType = getNamedType(type.getFields()[name]!.type);
        if (inner.length > 0 && isObjectType(fieldType)) return [name, inventKey(inner, fieldType, n, {})];
        if (args[name] != null && typeof args[name] !== 'object') return [name, args[name]];
        const values = examples.values.get(`${type.name}.${name}`);
        if (values) return [name, values[n % values.length]];
        if (isEnumType(fieldType)) return [name, fieldType.getValues()[n % fieldType.getValues().length]!.value];
        const small = 1 + (n % ENTITIES);
        return [name, fieldType.name === 'Int' ? small : keyText(fieldType.name, type.name, small)];
      }),
    );
  }

  function inventLeaf(scalar: string, coordinate: string, field: string, n: number): unknown {
    const given = examples.values.get(coordinate) ?? examples.values.get(scalar);
    if (given) return given[n % given.length];
    const small = n % 1_000;
    if (scalar === 'Boolean') return /^has(Next|Previous)Page$/.test(field) ? false : n % 2 === 1;
    if (scalar === 'Int') return /year/i.test(field) ? 2015 + (n % 10) : small;
    if (scalar === 'Float') {
      if (/^lat/i.test(field)) return 6 + (n % 140) / 10;
      if (/^(lng|lon)/i.test(field)) return 98 + (n % 70) / 10;
      return small / 10;
    }
    if (scalar !== 'String' && scalar !== 'ID') return inventScalar(scalar, small);
    if (field === 'th') return `ข้อความ ${small}`;
    if (/(url|website|link|href|picture|image|logo)$/i.test(field)) return `https://example.org/${small}`;
    return `${field} ${small}`;
  }

  function lengthOf(identity: string, limit = LONGEST_LIST): number {
    return Math.max(0, Math.min(limit, LONGEST_LIST - (numberOf(identity) % 2)));
  }
}

/** The same number for the same text, in each run. */
function draw(seed: string, text: string): number {
  return Number.parseInt(hash('sha256', `${seed}\0${text}`, 'hex').slice(0, 8), 16);
}

/** The type of an entity; for one that is asked for as its interface, the object type that its key names, or any. */
function objectTypeOf(schema: GraphQLSchema, { __typename: name = '', ...key }: MockObject, seed: string): string {
  const type = schema.getType(name);
  if (!isInterfaceType(type)) return name;
  const possible = schema.getPossibleTypes(type);
  const text = JSON.stringify(key);
  const named = possible.find((each) => text.includes(`"${keyPrefix(each.name)}-`));
  return (named ?? possible[draw(seed, text) % possible.length])?.name ?? name;
}

/**
 * The text that stands for an entity, the same by whichever key it is asked for, as long as both keys are single fields: an
 * entity that is asked for by its code `a` has the id `a` too.
 */
function identityOf(object: MockObject, entity: Entity | undefined): string | undefined {
  if (!entity) return Object.keys(object).length > 0 ? JSON.stringify(object) : undefined;
  for (const { fields } of entity.keys) {
    const key = pickFields(object, fields);
    if (Object.values(key).some((value) => value === undefined)) continue;
    const values = Object.values(key);
    return `${entity.name}:${values.length === 1 && typeof values[0] !== 'object' ? String(values[0]) : JSON.stringify(key)}`;
  }
  const { __typename, ...rest } = object;
  return `${entity.name}:${Object.values(rest).length === 1 ? String(Object.values(rest)[0]) : JSON.stringify(rest)}`;
}

function pageSize(args: Record<string, unknown>): number | undefined {
  const given = PAGE_ARGUMENTS.map((name) => args[name]).find((value) => typeof value === 'number');
  return given as number | undefined;
}

/** Tells whether a field is a key by itself. */
function isOwnKey({ keys }: Entity, field: string): boolean {
  return keys.some(({ fields }) => fields.length === 1 && fields[0]!.name === field && fields[0]!.fields.length === 0);
}

/** The value of a key that was not sent, from the identity `City:th-yala`. */
function readKey(identity: string, type: GraphQLObjectType, field: string): unknown {
  const text = identity.slice(type.name.length + 1);
  const isNumber = getNamedType(type.getFields()[field]!.type).name === 'Int';
  return isNumber ? Number.parseInt(text.replace(/\D/g, ''), 10) || 1 : text;
}

function keyText(scalar: string, type: string, n: number): unknown {
  if (scalar !== 'String' && scalar !== 'ID') return inventScalar(scalar, n);
  return `${keyPrefix(type)}-${n}`;
}

function keyPrefix(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
