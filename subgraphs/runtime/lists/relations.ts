import { byId } from './order.js';
import type { Relation } from './related-pages.js';

/** The rows whose path names the parent, by id. */
export function oneParent(path: string): Relation {
  return { of: (id) => ({ [path]: id }), order: byId };
}

/** The rows in which one value of a list names the parent, by id. */
export function manyParents(path: string, filter?: object): Relation {
  return { of: (id) => ({ [path]: id }), order: byId, ...(filter && { filter }) };
}
