import type { mongo } from 'mongoose';
import { notACursor, readCursor, type Position } from './cursor.js';
import type { Slice } from './page-args.js';

/** An order of a list: one path, then the id, so that it is total and a cursor means one place. */
export interface Order {
  /** Its name, part of each cursor; with that of the list in front once it is one of a list, see {@link orderOfList}. */
  readonly key: string;
  readonly path: string;
  readonly direction: 1 | -1;
  /** Whether the path holds numbers; texts when absent. A cursor with another value is refused. */
  readonly isNumber?: boolean;
  /** Whether every row has a value; where one may be null, a falling page looks at some rows twice. */
  readonly isAlwaysKnown?: boolean;
  /** For orders that people read. */
  readonly collation?: mongo.CollationOptions;
}

/** The order of a list that has no better one. */
export const byId: Order = { key: 'ID', path: '_id', direction: 1 };

/** The same order, of one list: no cursor of another list is taken for one of it. */
export function orderOfList(list: string, order: Order): Order {
  return { ...order, key: `${list}.${order.key}` };
}

/**
 * Thai reading order: leading vowels are sorted by the consonant that follows them. Signs between letters count last, as
 * the language has it, but they do count: a query has one collation, and ids are told apart by their hyphens.
 */
export const thai: mongo.CollationOptions = { locale: 'th', strength: 4 };
export const english: mongo.CollationOptions = { locale: 'en' };

/** The sort that reads a slice: turned round when rows are counted from the end. */
export function sortOf(order: Order, backward: boolean): Record<string, 1 | -1> {
  const direction = (backward ? -order.direction : order.direction) as 1 | -1;
  return order.path === '_id' ? { _id: direction } : { [order.path]: direction, _id: direction };
}

/**
 * The filter that keeps the rows between a slice's cursors, in a form that an index on the order serves.
 *
 * @param isAlone whether nothing else is asked of the rows
 */
export function betweenCursors(order: Order, slice: Slice, isAlone = false): object[] {
  const only = { isAlone: isAlone && (slice.after === null || slice.before === null) };
  return [
    ...(slice.after === null ? [] : [beyond(order, order.direction, readPosition(order, 'after', slice.after), only)]),
    ...(slice.before === null
      ? []
      : [beyond(order, order.direction === 1 ? -1 : 1, readPosition(order, 'before', slice.before), only)]),
  ];
}

/**
 * The filter that keeps the records at a slice's cursors and between them, in the same form.
 *
 * @param ownerOf gives the id of the record that a cursor's row is a part of
 */
export function fromCursors(order: Order, slice: Slice, ownerOf: (rowId: string) => string): object[] {
  const from = (direction: 1 | -1, [value, id]: Position) =>
    beyond(order, direction, [value, ownerOf(id)], { also: 'e' });
  return [
    ...(slice.after === null ? [] : [from(order.direction, readPosition(order, 'after', slice.after))]),
    ...(slice.before === null
      ? []
      : [from(order.direction === 1 ? -1 : 1, readPosition(order, 'before', slice.before))]),
  ];
}

/** @throws BAD_USER_INPUT for a cursor of another list or order, or one whose value the path cannot hold */
function readPosition(order: Order, argument: 'after' | 'before', cursor: string): Position {
  const position = readCursor(order.key, argument, cursor);
  const [value] = position;
  if (value !== null && typeof value !== (order.isNumber ? 'number' : 'string')) throw notACursor(argument);
  return position;
}

/** What is read of rows in an order: what cursors need as well, where no other read does. */
export function fieldsIn(order: Order, fields: Readonly<Record<string, 1>>): Readonly<Record<string, 1>> {
  return order.path.split('.', 1)[0]! in fields ? fields : { ...fields, [order.path]: 1 };
}

/** Where a row stands in an order. */
export function positionOf(order: Order, row: { _id: string }): Position {
  return [valueAt(row, order.path), row._id];
}

/** Rows past a position, upwards (1) or downwards (-1), or also at it (`e`). MongoDB puts null before every value. */
function beyond(
  { path, isAlwaysKnown }: Order,
  direction: 1 | -1,
  [value, id]: Position,
  { also = '', isAlone = false }: { also?: 'e' | ''; isAlone?: boolean } = {},
): object {
  const past = direction === 1 ? '$gt' : '$lt';
  if (path === '_id') return { _id: { [`${past}${also}`]: id } };
  const tied = { [path]: value, _id: { [`${past}${also}`]: id } };
  if (value === null) return direction === 1 ? { $or: [tied, { [path]: { $ne: null } }] } : tied;
  // What is not at or above a value includes null, as what is below does not.
  const [bound, further] =
    direction === 1
      ? [{ $gte: value }, { $gt: value }]
      : isAlwaysKnown
        ? [{ $lte: value }, { $lt: value }]
        : [{ $not: { $gt: value } }, { $not: { $gte: value } }];
  // Two seeks in the index, so that rows that are tied with the position are not read again. Beside other conditions the
  // database may choose one range instead, which must not be the whole index.
  return { ...(!isAlone && { [path]: bound }), $or: [tied, { [path]: further }] };
}

function valueAt(row: object, path: string): string | number | null {
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], row);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
