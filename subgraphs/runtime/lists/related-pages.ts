import type DataLoader from 'dataloader';
import type { Model, mongo, PipelineStage } from 'mongoose';
import { aggregateRows, createLoader } from '../database/loader.js';
import { currentOperation } from '../execution/current-operation.js';
import type { ModelDefinition, Row, Stored } from '../database/model.js';
import { betweenCursors, fieldsIn, orderOfList, sortOf, type Order } from './order.js';
import { pageOfRows, type Page } from './page.js';
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

/** A list that hangs on a parent: the books of an author. */
export interface Relation {
  /** The filter that an index serves: the documents of a parent. */
  of(parentId: string): object;
  order: Order;
  /** Narrows the list further; part of what is batched together. */
  filter?: object;
}

/** Loads pages of related rows, for many parents at a time. */
export interface RelatedPages<R extends Stored> {
  load(parentId: string, relation: Relation, args: PageArgs): Promise<Page<Row<R>>>;
}

/**
 * Reads the same page of many parents in one aggregation a tick, each by a read of its own that ends with its page:
 * where an index serves the parent and the order, no more is read than is answered, however long the lists are.
 * Total counts are a second aggregation, only when asked for, and count entries of the index.
 */
export function relatedPages<R extends Stored>(model: Model<R>, definition: ModelDefinition<R>): RelatedPages<R> {
  const operation = currentOperation();
  const batches = new Map<string, { pages: DataLoader<string, R[]>; counts: DataLoader<string, number> }>();

  function batchOf(relation: Relation, slice: Slice) {
    const between = betweenCursors(relation.order, slice);
    const read = <D>(pipeline: PipelineStage[], collation: mongo.CollationOptions = { locale: 'simple' }) =>
      aggregateRows(model.aggregate<D>(pipeline).collation(collation));
    return {
      pages: createLoader<string, R[]>(
        async (ids) => {
          // What is shown is said once, and not for each parent: with many parents it was most of the command.
          const pipeline = [
            ...ofParents(definition.name, ids, (id) => onePage(relation, id, between, slice)),
            { $project: { ...fieldsIn(relation.order, definition.fields), __parent: 1 } },
          ];
          const rows = await read<Placed<R>>(pipeline, relation.order.collation);
          return ofEachParent(ids, rows);
        },
        { maxBatchSize: MAX_PARENTS },
        operation,
      ),
      counts: createLoader<string, number>(
        async (ids) =>
          countOfEachParent(
            ids,
            await read<CountOfParent>(ofParents(definition.name, ids, (id) => oneCount(relation, id))),
          ),
        { maxBatchSize: MAX_PARENTS },
        operation,
      ),
    };
  }

  return {
    async load(parentId, given, args) {
      const relation = { ...given, order: orderOfList(definition.name, given.order) };
      const slice = readSlice(args);
      const key = JSON.stringify([relation.of(''), relation.filter, relation.order, slice]);
      const batch = batches.get(key) ?? batchOf(relation, slice);
      batches.set(key, batch);
      return pageOfRows(await batch.pages.load(parentId), relation.order, slice, () => batch.counts.load(parentId));
    },
  };
}

type Placed<R> = R & { __parent: string };

function onePage(
  { of, filter, order }: Relation,
  id: string,
  between: object[],
  { backward, offset, size }: Slice,
): Stages {
  return [
    { $match: { $and: [of(id), ...(filter ? [filter] : []), ...between] } },
    { $sort: sortOf(order, backward) },
    ...(offset === 0 ? [] : [{ $skip: offset }]),
    { $limit: size + 1 },
    { $set: { __parent: { $literal: id } } },
  ];
}

/** Reads no document where an index serves all conditions. */
function oneCount({ of, filter }: Relation, id: string): Stages {
  return [{ $match: filter ? { $and: [of(id), filter] } : of(id) }, ...countOfParent(id)];
}
