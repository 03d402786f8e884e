import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Examples } from '../sdl/examples.js';
import {
  pickFields,
  writeFieldSet,
  type Entity,
  type FieldOfSet,
  type SubgraphSdlReading,
} from '../sdl/read-subgraph-sdl.js';
import type { GraphQLCall, Reply } from './subgraph-endpoint.js';

/** Objects of an entity type that exist, with the fields of every key, without `__typename`. */
export type KnownEntities = ReadonlyMap<string, readonly Record<string, unknown>[]>;

/** Fields between a root and an entity. More are seldom needed, and the number of paths grows with each. */
const MAX_STEPS = 6;
/** Paths that are tried for one entity type. */
const MAX_PATHS = 6;
const ENOUGH = 3;
const PAGE = 5;

interface Path {
  /** Where it begins: the query root, or the representations of a known entity. */
  from: string;
  /** The selection around the entity's keys. */
  steps: readonly string[];
}

/**
 * Finds entities that exist: those of the examples, those that root fields without required arguments lead to, and those
 * that known entities lead to.
 */
export async function findRepresentations(
  { schema, entities }: SubgraphSdlReading,
  examples: Examples,
  send: (call: GraphQLCall) => Promise<Reply>,
): Promise<KnownEntities> {
  const known = new Map<string, Record<string, unknown>[]>(
    entities.map((entity) => [entity.name, examplesOf(entity, examples)]),
  );
  const query = schema.getQueryType();
  const used = new Set<string>();
  // Each round begins at what the rounds before have found.
  for (
    let from = query ? [query.name] : [];
    from.length > 0;
    from = namesOfKnown(known).filter((name) => !used.has(name))
  ) {
    for (const source of from) {
      used.add(source);
      const paths = findPaths(schema, schema.getType(source) as GraphQLObjectType, entities);
      for (const target of entities) {
        const found = known.get(target.name)!;
        for (const path of paths.get(target.name) ?? []) {
          if (found.length >= ENOUGH) break;
          addDistinct(found, await follow(path, target, known, send));
        }
      }
    }
  }
  return known;
}

function namesOfKnown(known: KnownEntities): string[] {
  return [...known].flatMap(([name, found]) => (found.length > 0 ? [name] : []));
}

/** Examples of single fields are put together by their order: the first code with the first number. */
function examplesOf({ name, keys }: Entity, { values, representations }: Examples): Record<string, unknown>[] {
  const fields = [...new Set(keys.flatMap((key) => key.fields.map((field) => field.name)))];
  const columns = fields.flatMap((field) => {
    const given = values.get(`${name}.${field}`);
    return given ? [[field, given] as const] : [];
  });
  const rows = Math.max(0, ...columns.map(([, given]) => given.length));
  const together = Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.flatMap(([field, given]) => (row < given.length ? [[field, given[row]]] : []))),
  );
  return [...(representations.get(name) ?? []).map((given) => ({ ...given })), ...together];
}

/** Breadth first, so that the shortest paths come first. */
function findPaths(
  schema: GraphQLSchema,
  root: GraphQLObjectType,
  entities: readonly Entity[],
): ReadonlyMap<string, readonly Path[]> {
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const found = new Map<string, Path[]>();
  const visits = new Map<string, number>();
  let level: { type: GraphQLObjectType; steps: string[] }[] = [{ type: root, steps: [] }];
  for (let depth = 0; depth < MAX_STEPS && level.length > 0; depth++) {
    const next: typeof level = [];
    for (const { type, steps } of level) {
      for (const field of Object.values(type.getFields())) {
        if (!canSelect(field) || needsOthers(byName.get(type.name), field.name)) continue;
        for (const [target, condition] of objectsOf(schema, field)) {
          const path = [...steps, writeField(field), ...condition];
          if (byName.has(target.name)) {
            const paths = found.get(target.name) ?? [];
            found.set(target.name, paths);
            if (paths.length < MAX_PATHS) paths.push({ from: root.name, steps: path });
          }
          const visited = visits.get(target.name) ?? 0;
          if (visited >= 2) continue;
          visits.set(target.name, visited + 1);
          next.push({ type: target, steps: path });
        }
      }
    }
    level = next;
  }
  return found;
}

/** Whether the subgraph has the field only with what another one sends. */
function needsOthers(entity: Entity | undefined, field: string): boolean {
  return entity !== undefined && (entity.external.has(field) || entity.requiring.some(({ name }) => name === field));
}

function canSelect({ name, args }: GraphQLField<unknown, unknown>): boolean {
  return !name.startsWith('_') && !args.some(isRequiredArgument);
}

function writeField({ name, args }: GraphQLField<unknown, unknown>): string {
  const page = args.find((arg) => ['first', 'limit'].includes(arg.name) && getNamedType(arg.type).name === 'Int');
  return page ? `${name}(${page.name}: ${PAGE})` : name;
}

function objectsOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
): (readonly [GraphQLObjectType, readonly string[]])[] {
  const type = getNamedType(field.type);
  if (isObjectType(type)) return [[type, []]];
  if (!isInterfaceType(type) && !('getTypes' in type)) return [];
  return schema.getPossibleTypes(type).map((possible) => [possible, [`... on ${possible.name}`]] as const);
}

async function follow(
  { from, steps }: Path,
  target: Entity,
  known: KnownEntities,
  send: (call: GraphQLCall) => Promise<Reply>,
): Promise<Record<string, unknown>[]> {
  const fields = mergeFields(target.keys.flatMap((key) => key.fields));
  const selection = steps.reduceRight((inner, step) => `${step} { ${inner} }`, `__typename ${writeFieldSet(fields)}`);
  const sources = known.get(from);
  const { result } = await send(
    sources
      ? {
          query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${from} { ${selection} } } }`,
          variables: { representations: sources.map((source) => ({ __typename: from, ...source })) },
        }
      : { query: `{ ${selection} }` },
  );
  return collect(result?.data, target.name, fields);
}

/** All objects of a type that stand anywhere in a result. */
function collect(value: unknown, typename: string, fields: readonly FieldOfSet[]): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((element) => collect(element, typename, fields));
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Record<string, unknown>;
  if (object['__typename'] === typename) return isComplete(object, fields) ? [pickFields(object, fields)] : [];
  return Object.values(object).flatMap((inner) => collect(inner, typename, fields));
}

/** A key whose value is null stands for nothing. */
function isComplete(object: Record<string, unknown>, fields: readonly FieldOfSet[]): boolean {
  return fields.every(({ name, fields: inner }) => {
    const value = object[name];
    if (value == null) return false;
    return inner.length === 0 || Array.isArray(value) || isComplete(value as Record<string, unknown>, inner);
  });
}

/** The fields of several sets as one selection. */
export function mergeFields(fields: readonly FieldOfSet[]): FieldOfSet[] {
  const merged = new Map<string, FieldOfSet[]>();
  for (const { name, fields: inner } of fields) merged.set(name, [...(merged.get(name) ?? []), ...inner]);
  return [...merged].map(([name, inner]) => ({ name, fields: mergeFields(inner) }));
}

function addDistinct(known: Record<string, unknown>[], found: readonly Record<string, unknown>[]): void {
  const texts = new Set(known.map((object) => JSON.stringify(object)));
  for (const object of found) {
    const text = JSON.stringify(object);
    if (texts.has(text)) continue;
    texts.add(text);
    known.push(object);
  }
}
