import type DataLoader from 'dataloader';
import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLInputObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import mongoose from 'mongoose';
import { Extensions } from 'type-graphql';
import { aggregateRows, BATCH_SIZE, createLoader } from '../database/loader.js';
import type { ModelDefinition } from '../database/model.js';
import { BUDGET } from '../execution/bounded-execution.js';
import type { OperationBudget } from '../execution/operation-budget.js';
import type { Sentence } from '../../protocol/language.js';
import { isEntityId } from '../foreign/check-foreign-keys.js';
import type { Subgraph, SubgraphContext } from '../subgraph.js';
import { notFound } from '../write/rows.js';
import { readWithdrawn } from '../write/withdrawn-record.model.js';
import { MAX_PARENTS, ofParents } from './parents.js';

/**
 * What the ids of a filter's field name: records of a collection of this subgraph; what these hold at paths that lead an
 * index; or entities of another subgraph, which records of the list name at such a path.
 */
export type NamedByFilter = { collection: string } | HeldByRecords | { type: string; at: string };

/** What records of a collection hold, and what one of these is called. */
export interface HeldByRecords {
  collection: string;
  heldAt: readonly string[];
  called: Sentence;
}

/** Under which a field of a filter has its {@link NamedByFilter}. */
const NAMED = 'namedByFilter';

/** Declares what the ids of a filter's field name, so that an id that exists nowhere is refused. */
export function FilterIds(named: NamedByFilter): PropertyDecorator {
  return Extensions({ [NAMED]: named });
}

/** What an id that is an argument by itself names: one of these; `list` is the collection with the paths that name it. */
interface NamedByArgument {
  list: string;
  named: readonly NamedByFilter[];
}

/** Under which an argument has its {@link NamedByArgument}. */
const NAMED_ALONE = 'namedByArgument';

/**
 * Declares what the id of an argument that is no filter names, so that an id that exists nowhere is refused.
 *
 * @param list the collection whose records name entities of other subgraphs
 * @param named what it may be
 */
export function ArgumentId(list: string, ...named: readonly [NamedByFilter, ...NamedByFilter[]]): PropertyDecorator {
  return Extensions({ [NAMED_ALONE]: { list, named } satisfies NamedByArgument });
}

/** Ids of one field of a filter, or of an argument, as a client gave them. */
interface GivenIds extends NamedByArgument {
  /** The path of the field, such as `filter.or.0.ids`. */
  argument: string;
  ids: string | readonly string[];
}

/**
 * Lets each field that takes filters, or an id by {@link ArgumentId}, refuse an id that exists nowhere, in place of giving
 * an empty result. What exists is told by the own collections, and by the owner of the entity, which is asked only about
 * ids that no record of the list names. While the owner does not respond the filter applies as it is, and the result has a
 * warning. A subscription is refused before its first event, and has no warning.
 *
 * @param classes the schema as type-graphql built it, which knows what filters name
 * @param schema the executable one, whose resolvers are replaced
 */
export function checkFilterIds<L>(subgraph: Subgraph<L>, classes: GraphQLSchema, schema: GraphQLSchema): void {
  for (const type of Object.values(classes.getTypeMap())) {
    const executable = schema.getType(type.name);
    if (!isObjectType(type) || !isObjectType(executable)) continue;
    for (const { name, args } of Object.values(type.getFields())) {
      const filters = args.flatMap((argument) => {
        const input = getNamedType(argument.type);
        const list = isInputObjectType(input) ? listOf(input) : undefined;
        return list === undefined ? [] : [{ argument: argument.name, input: input as GraphQLInputObjectType, list }];
      });
      const alone = args.flatMap((argument) => {
        const named = argument.extensions[NAMED_ALONE] as NamedByArgument | undefined;
        return named ? [{ argument: argument.name, ...named }] : [];
      });
      const field = executable.getFields()[name];
      if (filters.length + alone.length === 0 || !field) continue;
      type Resolver = GraphQLFieldResolver<unknown, SubgraphContext<L>, Record<string, unknown>>;
      const check = (...[, given, context, info]: Parameters<Resolver>): Promise<void> | undefined => {
        const ids = [
          ...filters.flatMap(({ argument, input, list }) => idsIn(input, given[argument], argument, list)),
          ...alone
            .filter(({ argument }) => given[argument] != null)
            .map((each) => ({ ...each, ids: given[each.argument] as string })),
        ];
        return ids.length === 0 ? undefined : checkIds(subgraph, context, info, ids);
      };
      const { subscribe, resolve } = field as { subscribe?: Resolver; resolve?: Resolver };
      if (subscribe) {
        field.subscribe = async (...given: Parameters<Resolver>) => {
          await check(...given);
          return subscribe(...given);
        };
      } else if (resolve) {
        field.resolve = (...given: Parameters<Resolver>) => {
          const resolved = resolve(...given);
          const checked = check(...given);
          return checked ? Promise.all([resolved, checked]).then(([result]) => result) : resolved;
        };
      }
    }
  }
}

/** The collection that a filter chooses from: that of its `ids`. */
function listOf(input: GraphQLInputObjectType): string | undefined {
  const named = input.getFields()['ids']?.extensions[NAMED] as NamedByFilter | undefined;
  return named && 'collection' in named ? named.collection : undefined;
}

function idsIn(input: GraphQLInputObjectType, given: unknown, argument: string, list: string): GivenIds[] {
  if (Array.isArray(given)) return given.flatMap((each, at) => idsIn(input, each, `${argument}.${at}`, list));
  if (typeof given !== 'object' || given === null) return [];
  const fields = input.getFields();
  return Object.entries(given).flatMap(([name, value]): GivenIds[] => {
    const field = fields[name]!;
    const type = getNamedType(field.type);
    if (isInputObjectType(type)) return idsIn(type, value, `${argument}.${name}`, list);
    const named = field.extensions[NAMED] as NamedByFilter | undefined;
    return !named || value == null
      ? []
      : [{ named: [named], list, argument: `${argument}.${name}`, ids: value as string[] }];
  });
}

/** @throws NOT_FOUND for an id that exists nowhere */
async function checkIds<L>(
  subgraph: Subgraph<L>,
  context: SubgraphContext<L>,
  info: GraphQLResolveInfo,
  given: readonly GivenIds[],
): Promise<void> {
  const lookup = lookupOf(subgraph, context);
  const ids = given.flatMap(({ ids, ...rest }) =>
    typeof ids === 'string'
      ? [{ ...rest, id: ids }]
      : ids.map((id, at) => ({ ...rest, argument: `${rest.argument}.${at}`, id })),
  );
  const found = await Promise.all(ids.map(({ named, list, id }) => existsAsOne(lookup, named, list, id)));
  const unchecked = new Set<string>();
  for (const [at, { named, argument, id }] of ids.entries()) {
    const exists = found[at]!;
    if (exists === true) continue;
    const called = oneOf(named.map((each) => calledBy(subgraph, context, each)));
    if (exists === false) throw notFound(called, id, argument);
    if (unchecked.has(`${called.en} ${id}`)) continue;
    unchecked.add(`${called.en} ${id}`);
    context.warn(info, {
      code: 'NOT_CHECKED',
      subgraph: exists.unknownBy,
      sentence: {
        en: `Whether there is a ${called.en} "${id}" cannot be checked now: the list is filtered as asked.`,
        th: `ขณะนี้ตรวจสอบไม่ได้ว่ามี${called.th} "${id}" หรือไม่ จึงแสดงผลตามตัวกรองที่ระบุ`,
      },
    });
  }
}

/** Of an id that cannot be checked now: the subgraph that would tell. */
interface Unchecked {
  unknownBy: string;
}

/** Tells whether an id names one of several things. Other subgraphs are asked when it is nothing of the own one. */
async function existsAsOne(
  lookup: IdLookup,
  named: readonly NamedByFilter[],
  list: string,
  id: string,
): Promise<boolean | Unchecked> {
  const isForeign = (each: NamedByFilter) => 'type' in each;
  const isOneOf = async (some: readonly NamedByFilter[]) => {
    const found = await Promise.all(some.map((each) => lookup.exists(each, list, id)));
    return found.includes(true) || (found.find((each) => typeof each === 'object') ?? false);
  };
  return (await isOneOf(named.filter((each) => !isForeign(each)))) || isOneOf(named.filter(isForeign));
}

function calledBy<L>(subgraph: Subgraph<L>, { owners }: SubgraphContext<L>, named: NamedByFilter): Sentence {
  if ('type' in named) return owners.ownerOf(named.type);
  return 'heldAt' in named ? named.called : subgraphModel(subgraph, named.collection).called;
}

function oneOf(called: readonly Sentence[]): Sentence {
  const others = called.slice(0, -1);
  const last = called.at(-1)!;
  if (others.length === 0) return last;
  return {
    en: `${others.map(({ en }) => en).join(', ')} or ${last.en}`,
    th: `${others.map(({ th }) => th).join(' ')} หรือ${last.th}`,
  };
}

function subgraphModel<L>({ models }: Subgraph<L>, collection: string): ModelDefinition {
  return models.find(({ name }) => name === collection)!;
}

/** Tells for one operation whether ids exist; each is looked up once. */
interface IdLookup {
  exists(named: NamedByFilter, list: string, id: string): Promise<boolean | Unchecked>;
}

/** By the loaders of an operation, which are renewed after a write. */
const lookups = new WeakMap<object, IdLookup>();

function lookupOf<L>(subgraph: Subgraph<L>, context: SubgraphContext<L>): IdLookup {
  const key = context.loaders as object;
  let lookup = lookups.get(key);
  if (!lookup) lookups.set(key, (lookup = createLookup(subgraph, context)));
  return lookup;
}

function createLookup<L>(subgraph: Subgraph<L>, context: SubgraphContext<L>): IdLookup {
  const operation = (context as { [BUDGET]?: OperationBudget })[BUDGET] ?? null;
  const { database, owners } = context;
  const own = new Map<string, DataLoader<string, boolean>>();
  const foreign = createLoader<{ type: string; id: string }, boolean | undefined, string>(
    (keys) => owners.exist(keys),
    { cacheKeyFn: ({ type, id }) => `${type} ${id}` },
    operation,
  );

  /** Ids of records in a collection, also withdrawn ones. The index alone is read of those that are there. */
  function recordsIn(definition: ModelDefinition): (ids: readonly string[]) => Promise<boolean[]> {
    return async (ids) => {
      const rows = await database
        .model(definition)
        .find({ _id: mongoose.trusted({ $in: [...ids] }) } as never, { _id: 1 })
        .batchSize(BATCH_SIZE)
        .lean<Array<{ _id: string }>>();
      const known = new Set(rows.map(({ _id }) => _id));
      const others = ids.filter((id) => !known.has(id));
      if (others.length > 0 && definition.withdrawable)
        for (const { id } of await readWithdrawn(database, definition, others)) known.add(id);
      return ids.map((id) => known.has(id));
    };
  }

  /** Ids that a record of a collection has at a path: a seek in its index for each. */
  function namedIn(definition: ModelDefinition, path: string): (ids: readonly string[]) => Promise<boolean[]> {
    return async (ids) => {
      const rows = await aggregateRows(
        database
          .model(definition)
          .aggregate<{ id: string }>(
            ofParents(definition.name, ids, (id) => [
              { $match: { [path]: id } },
              { $limit: 1 },
              { $project: { _id: 0, id: { $literal: id } } },
            ]),
          ),
      );
      const known = new Set(rows.map(({ id }) => id));
      return ids.map((id) => known.has(id));
    };
  }

  function loaderOf(name: string, create: () => (ids: readonly string[]) => Promise<boolean[]>) {
    let loader = own.get(name);
    if (!loader) own.set(name, (loader = createLoader(create(), { maxBatchSize: MAX_PARENTS }, operation)));
    return loader;
  }

  return {
    async exists(named, list, id) {
      if ('heldAt' in named) {
        const { collection, heldAt } = named;
        const found = await Promise.all(
          heldAt.map((at) =>
            loaderOf(`${collection}.${at}`, () => namedIn(subgraphModel(subgraph, collection), at)).load(id),
          ),
        );
        return found.includes(true);
      }
      if ('collection' in named) {
        const { collection } = named;
        return loaderOf(collection, () => recordsIn(subgraphModel(subgraph, collection))).load(id);
      }
      const { type, at } = named;
      if (await loaderOf(`${list}.${at}`, () => namedIn(subgraphModel(subgraph, list), at)).load(id)) return true;
      return isEntityId(id) && ((await foreign.load({ type, id })) ?? { unknownBy: owners.ownerOf(type).owner });
    },
  };
}
