import mongoose, { type Model } from 'mongoose';
import { notACursor, readCursor, writeCursor } from './cursor.js';
import { toRow } from '../database/loader.js';
import type { ModelDefinition, Row, Stored } from '../database/model.js';
import { betweenCursors, fieldsIn, orderOfList, positionOf, sortOf, type Order } from './order.js';
import { readSlice, type PageArgs, type Slice } from './page-args.js';

/** One page of a list, as the connection types answer it. */
export interface Page<N> {
  readonly edges: Array<{ node: N; cursor: string }>;
  readonly nodes: N[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  /** Counted only when it is asked for. */
  totalCount(): Promise<number>;
}

/**
 * Reads one page of a collection.
 *
 * @param filter a MongoDB filter made by us, never client JSON
 * @throws BAD_USER_INPUT for arguments out of range or a foreign cursor
 */
export async function readPage<R extends Stored>(
  model: Model<R>,
  definition: ModelDefinition<R>,
  filter: object,
  givenOrder: Order,
  args: PageArgs,
): Promise<Page<Row<R>>> {
  const order = orderOfList(definition.name, givenOrder);
  const slice = readSlice(args);
  const documents = await model
    .find(
      everyOf([filter, ...betweenCursors(order, slice, Object.keys(filter).length === 0)]) as never,
      fieldsIn(order, definition.fields),
    )
    .sort(sortOf(order, slice.backward))
    .collation(order.collation ?? { locale: 'simple' })
    .skip(slice.offset)
    .limit(slice.size + 1)
    .lean<R[]>();
  return pageOfRows(documents, order, slice, () => countRows(model, filter));
}

/**
 * Makes a page of the rows read for a slice: one more than its size when there are more, in reading order
 * (turned round when counted from the end).
 */
export function pageOfRows<R extends Stored>(
  documents: R[],
  order: Order,
  slice: Slice,
  totalCount: () => Promise<number>,
): Page<Row<R>> {
  const more = documents.length > slice.size;
  const kept = documents.slice(0, slice.size);
  if (slice.backward) kept.reverse();
  const nodes = kept.map(toRow);
  const cursorOf = (row: R | undefined) => (row ? writeCursor(order.key, positionOf(order, row)) : null);
  return {
    // Cursors are written when they are asked for: most pages are asked for their rows alone.
    get edges() {
      return nodes.map((node) => ({ node, cursor: cursorOf(node)! }));
    },
    nodes,
    pageInfo: {
      hasNextPage: slice.backward ? slice.before !== null : more,
      hasPreviousPage: slice.backward ? more : slice.after !== null || slice.offset > 0,
      get startCursor() {
        return cursorOf(nodes[0]);
      },
      get endCursor() {
        return cursorOf(nodes.at(-1));
      },
    },
    totalCount,
  };
}

/** The same page with other nodes: cursors and counts stay. */
export function mapPage<N, M>(page: Page<N>, node: (from: N) => M): Page<M> {
  const nodes = page.nodes.map(node);
  return {
    get edges() {
      return page.edges.map(({ cursor }, index) => ({ node: nodes[index]!, cursor }));
    },
    nodes,
    pageInfo: page.pageInfo,
    totalCount: () => page.totalCount(),
  };
}

/**
 * A page of a list that is held in memory; its cursors are indexes in the list.
 *
 * @param name the list's, such as `Event.sessions`
 * @throws BAD_USER_INPUT for arguments out of range or a cursor of another list
 */
export function pageOfList<N>(name: string, list: readonly N[], args: PageArgs): Page<N> {
  const slice = readSlice(args);
  const place = orderOfList(name, { key: 'PLACE', path: 'place', direction: 1 });
  const numbered = list.map((node, index) => ({ _id: '', place: index, node }));
  const [after, before] = [indexAt(place, slice, 'after'), indexAt(place, slice, 'before')];
  const within = numbered.filter(
    (row) => (after === null || row.place > after) && (before === null || row.place < before),
  );
  const read = slice.backward ? within.slice().reverse() : within.slice(slice.offset);
  return mapPage(
    pageOfRows(read.slice(0, slice.size + 1), place, slice, async () => list.length),
    (row) => row.node,
  );
}

function indexAt(order: Order, slice: Slice, argument: 'after' | 'before'): number | null {
  const cursor = slice[argument];
  if (cursor === null) return null;
  const [index] = readCursor(order.key, argument, cursor);
  if (typeof index !== 'number') throw notACursor(argument);
  return index;
}

function everyOf(filters: object[]): object {
  const [only, ...others] = filters;
  return mongoose.trusted(others.length === 0 ? (only ?? {}) : { $and: filters });
}

/**
 * Counts the rows of a list. A whole collection is counted in the index of its ids: that reads an entry for each row, as
 * every exact count does, and no row.
 *
 * @param filter a MongoDB filter made by us
 */
async function countRows<R extends Stored>(model: Model<R>, filter: object): Promise<number> {
  const isWhole = Object.keys(filter).length === 0;
  return model.countDocuments(mongoose.trusted(filter) as never, isWhole ? { hint: { _id: 1 } } : {});
}
