import type { IndexDefinition, IndexOptions } from 'mongoose';
import { english, thai } from './order.js';
import type { OrderField } from './orders.js';

/** The orders of a list of named records, see {@link file://../../domain/texts/shown-name.ts}. */
export const nameOrders = {
  NAME_EN: { path: 'shownName.en', collation: english, description: 'By English name' },
  NAME_TH: { path: 'shownName.th', collation: thai, description: 'By Thai name, in Thai reading order' },
} as const satisfies Record<string, OrderField>;

/**
 * The indexes that serve them.
 *
 * @param parent a path whose value is asked for together with the order
 */
export function nameIndexes(parent?: string): Array<[IndexDefinition, IndexOptions]> {
  const [keys, prefix] = parent === undefined ? [{}, ''] : [{ [parent]: 1 as const }, `${parent}_`];
  return [
    [
      { ...keys, 'shownName.en': 1, _id: 1 },
      { name: `${prefix}shown_name_en`, collation: english },
    ],
    [
      { ...keys, 'shownName.th': 1, _id: 1 },
      { name: `${prefix}shown_name_thai`, collation: thai },
    ],
  ];
}
