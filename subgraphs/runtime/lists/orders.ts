import { registerEnumType } from 'type-graphql';
import { byId, type Order } from './order.js';

/** The orders a list can be asked for, as the client names them. */
export interface Orders {
  /** The GraphQL enum, for `@Field(() => ...)`. */
  readonly type: Record<string, string>;
  /** The order of a value; by id when none was asked for. */
  of(value?: string | null): Order;
}

export type OrderField = Pick<Order, 'path' | 'collation' | 'isNumber'> & { description: string };

/**
 * Declares the orders of a list: each becomes two enum values, `_ASC` and `_DESC`.
 *
 * @param node the node's GraphQL name: `Book` gives the enum `BookOrder`
 */
export function defineOrders(node: string, fields: Record<string, OrderField>): Orders {
  const orders = new Map<string, Order>();
  const valuesConfig: Record<string, { description: string }> = {};
  for (const [name, { description, ...field }] of Object.entries<OrderField>({
    ID: { path: '_id', description: 'By id' },
    ...fields,
  })) {
    for (const [suffix, direction, words] of [
      ['ASC', 1, 'rising'],
      ['DESC', -1, 'falling'],
    ] as const) {
      const key = `${name}_${suffix}`;
      orders.set(key, { key, direction, ...field });
      valuesConfig[key] = { description: `${description}, ${words}.` };
    }
  }
  const standIns =
    'NAME_TH' in fields
      ? ' What has no name in the language of an order stands by its other name, whose letters come after.'
      : '';
  const type = Object.fromEntries([...orders.keys()].map((key) => [key, key]));
  registerEnumType(type, {
    name: `${node}Order`,
    description: `The orders of a list of ${node}. Ties are broken by id; unknown values come first when rising.${standIns}`,
    valuesConfig,
  });
  return { type, of: (value) => orders.get(value ?? 'ID_ASC') ?? byId };
}
