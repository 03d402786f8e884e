import { refusal } from '../errors/errors.js';

/** A place in a list: the value the list is ordered by, and the id that breaks ties. */
export type Position = readonly [value: string | number | null, id: string];

/** Writes a position as an opaque text; `order` names the order it belongs to. */
export function writeCursor(order: string, [value, id]: Position): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString('base64url');
}

/**
 * Reads a cursor that {@link writeCursor} wrote.
 *
 * @throws BAD_USER_INPUT when it is not one, or is one of a list in another order
 */
export function readCursor(order: string, argument: 'after' | 'before', cursor: string): Position {
  const parts = parse(cursor);
  if (!parts)
    throw refusal(
      'BAD_USER_INPUT',
      { en: `\`${argument}\` is not a cursor of this list.`, th: `\`${argument}\` ไม่ใช่ตำแหน่งในรายการนี้` },
      { argument },
    );
  if (parts[0] !== order)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` is a cursor of a list ordered by ${parts[0]}, but this one is ordered by ${order}.`,
        th: `\`${argument}\` เป็นตำแหน่งในรายการที่เรียงตาม ${parts[0]} แต่รายการนี้เรียงตาม ${order}`,
      },
      { argument },
    );
  return [parts[1], parts[2]];
}

function parse(cursor: string): [string, string | number | null, string] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3) return null;
    const [order, value, id] = parts as unknown[];
    if (typeof order !== 'string' || !/^\w{1,60}$/.test(order) || typeof id !== 'string') return null;
    if (value !== null && typeof value !== 'string' && typeof value !== 'number') return null;
    return [order, value, id];
  } catch {
    return null;
  }
}
