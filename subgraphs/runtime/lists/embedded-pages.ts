import type DataLoader from 'dataloader';
import type { PipelineStage } from 'mongoose';
import type { Database } from '../database/database.js';
import { aggregateRows, createLoader } from '../database/loader.js';
import { currentOperation } from '../execution/current-operation.js';
import type { ModelDefinition, Stored } from '../database/model.js';
import { betweenCursors, fromCursors, orderOfList, sortOf, type Order } from './order.js';
import { mapPage, pageOfRows, type Page } from './page.js';
import { readSlice, type PageArgs, type Slice } from './page-args.js';
import {
  countOfEachParent,
  countOfParent,
  MAX_PARENTS,
  ofEachParent,
  ofParents,
  type CountOfParent,
  type Stages,
} from './parents.js';

/** A list that is kept inside records, each of its elements about a parent of its own: the loans of books, each to a reader. */
export interface EmbeddedList<O extends Stored, T, N> {
  /** The list's path in a record, or the paths of several lists that are read as one, in their order. */
  list: (keyof O & string) | ReadonlyArray<keyof O & string>;
  /** The order of the records; within one, elements are in the order of the list. */
  order: Order;
  /** What is read of a record beside the list. */
  needs: ReadonlyArray<keyof O & string>;
  /** Makes what a resolver sees of a record and one of its elements. */
  node(owner: O & { id: string }, element: T): N;
}

/** Loads pages of elements that hang on a parent, for many parents at a time. */
export interface EmbeddedPages<N> {
  /**
   * @param path where an element names its parent, or several of them
   * @param filter conditions on paths of the element, made by us
   */
  load(parentId: string, path: string, args: PageArgs, filter?: Readonly<Record<string, unknown>>): Promise<Page<N>>;
  /** The elements of all records. The index of `holders` serves it. */
  all(args: PageArgs, filter?: Readonly<Record<string, unknown>>): Promise<Page<N>>;
}

/** An element on its own. Its id is made of the record's and its place in the list. */
type EmbeddedRow<O extends Stored, T> = O & { ownerId: string; element: T; __parent: string };

/**
 * Reads the same page of many parents in one aggregation a tick, each by a read of its own that ends with its page, as
 * related pages of whole records do: where an index serves the parent and the order, no more records are read than the
 * page has elements. Total counts are a second aggregation, only when asked for; it reads every record with an element
 * of the parent, as only the record tells how many it has.
 */
export function embeddedPages<O extends Stored, T, N>(
  database: Database,
  definition: ModelDefinition<O>,
  given: EmbeddedList<O, T, N>,
): EmbeddedPages<N> {
  const embedded = { ...given, order: orderOfList(`${definition.name}.${String(given.list)}`, given.order) };
  type Row = EmbeddedRow<O, T>;
  const model = database.model(definition);
  const operation = currentOperation();
  const batches = new Map<string, { pages: DataLoader<string, Row[]>; counts: DataLoader<string, number> }>();

  function batchOf(path: string | null, slice: Slice, filter: object) {
    const read = <R>(pipeline: PipelineStage[]) => aggregateRows(model.aggregate<R>(pipeline));
    return {
      pages: createLoader<string, Row[]>(
        async (ids) => {
          const rows = await read<Row>(
            ofParents(definition.name, ids, (id) => onePage(embedded, path, id, filter, slice)),
          );
          return ofEachParent(ids, rows);
        },
        { maxBatchSize: MAX_PARENTS },
        operation,
      ),
      counts: createLoader<string, number>(
        async (ids) => {
          const counts = await read<CountOfParent>(
            ofParents(definition.name, ids, (id) => counted(embedded, path, id, filter)),
          );
          return countOfEachParent(ids, counts);
        },
        { maxBatchSize: MAX_PARENTS },
        operation,
      ),
    };
  }

  return {
    load,
    all: (args, filter) => load('', null, args, filter),
  };

  async function load(
    parentId: string,
    path: string | null,
    args: PageArgs,
    filter: Readonly<Record<string, unknown>> = {},
  ): Promise<Page<N>> {
    const slice = readSlice(args);
    const key = JSON.stringify([path, slice, filter]);
    const batch = batches.get(key) ?? batchOf(path, slice, filter);
    batches.set(key, batch);
    const page = pageOfRows(await batch.pages.load(parentId), embedded.order, slice, () => batch.counts.load(parentId));
    return mapPage(page, (row) => embedded.node(ownerIn(row), row.element));
  }
}

/** The record as far as it is needed: the id of a row is not the record's. */
function ownerIn<O extends Stored>(row: O & { ownerId: string }): O & { id: string } {
  return { ...row, _id: row.ownerId, id: row.ownerId };
}

type AnyList = Pick<EmbeddedList<Stored, unknown, unknown>, 'order'> & {
  list: string | readonly string[];
  needs: readonly string[];
};

function onePage(embedded: AnyList, path: string | null, id: string, filter: object, slice: Slice): Stages {
  const { backward, offset, size } = slice;
  const sort = sortOf(embedded.order, backward);
  const rises = Object.values(sort).every((direction) => direction === 1);
  const between = betweenCursors(embedded.order, slice);
  // Each record that matches gives a row or more, but for the one that a cursor lies in: its other rows may be behind it.
  const enough = offset + size + 1 + (between.length === 0 ? 0 : 1);
  return [
    ...matching(embedded, path, id, filter, fromCursors(embedded.order, slice, ownerOf)),
    { $sort: sort },
    { $limit: enough },
    ...elements(embedded, path, id, filter),
    ...between.map(($match) => ({ $match })),
    // Records that rise, and the elements of each in turn: they stand in their order already.
    ...(rises ? [] : [{ $sort: sort }]),
    ...(offset === 0 ? [] : [{ $skip: offset }]),
    { $limit: size + 1 },
  ];
}

function counted(embedded: AnyList, path: string | null, id: string, filter: object): Stages {
  return [
    ...matching(embedded, path, id, filter, []),
    ...elements({ ...embedded, needs: [] }, path, id, filter),
    ...countOfParent(id),
  ];
}

/** The records with such an element. This stage is the one that the indexes serve. */
function matching({ list }: AnyList, path: string | null, id: string, filter: object, between: object[]): Stages {
  const held = path === null ? [list].flat().map(holders) : [];
  const [one, ...others] = [list]
    .flat()
    .map((each) => ({ [each]: { $elemMatch: { ...ofParent(path, id), ...filter } } }));
  return [{ $match: { $and: [others.length === 0 ? one! : { $or: [one, ...others] }, ...held, ...between] } }];
}

/** One row for each element about the parent. */
function elements({ list, needs, order }: AnyList, path: string | null, id: string, filter: object): Stages {
  // Four digits, so that places sort as text; a sign before all that ids are made of, so that rows sort as their records do.
  const place = { $substrBytes: [{ $toString: { $add: ['$place', 10_000] } }, 1, 4] };
  return [
    { $project: { ...Object.fromEntries([...needs, order.path].map((each) => [each, 1])), element: elementsOf(list) } },
    { $unwind: { path: '$element', includeArrayIndex: 'place' } },
    {
      $match: within('element', { ...ofParent(path, id), ...filter }),
    },
    { $set: { ownerId: '$_id', _id: { $concat: ['$_id', PLACE_SIGN, place] }, __parent: { $literal: id } } },
  ];
}

/** The condition that an element names its parent. */
function ofParent(path: string | null, id: string): object {
  return path === null ? {} : { [path]: id };
}

/**
 * The condition that a record has an element in a list, of which a partial index of ids is the filter: then a page of all
 * elements reads no record without any.
 */
export function holders(list: string): Record<string, object> {
  return { [`${list}.0`]: { $exists: true } };
}

/** The same conditions on the paths of what stands at a path. */
function within(path: string, filter: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filter).map(([at, condition]: [string, unknown]) =>
      LOGICAL.has(at) ? [at, (condition as object[]).map((each) => within(path, each))] : [`${path}.${at}`, condition],
    ),
  );
}

const LOGICAL: ReadonlySet<string> = new Set(['$and', '$or', '$nor']);

/** A record that was stored before it had a list has none. */
function elementsOf(list: string | readonly string[]): string | object {
  return typeof list === 'string' ? `$${list}` : { $concatArrays: list.map((each) => ({ $ifNull: [`$${each}`, []] })) };
}

const PLACE_SIGN = '+';

/** The id of the record in the id of a row. */
function ownerOf(rowId: string): string {
  return rowId.slice(0, rowId.lastIndexOf(PLACE_SIGN));
}
