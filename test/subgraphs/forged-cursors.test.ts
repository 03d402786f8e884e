import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { cursorOf, forgedCursors } from './bad-values.js';

const NUMBER_ORDERS = ['POPULATION_ASC', 'POPULATION_DESC'];
const TEXT_ORDERS = ['ID_ASC', 'ID_DESC', 'NAME_EN_ASC', 'NAME_EN_DESC', 'NAME_TH_ASC', 'NAME_TH_DESC'];

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await startSubgraph(cities as unknown as Subgraph);
});
afterAll(() => subgraph?.close());

async function readErrors(orderBy: string, argument: 'after' | 'before', cursor: string) {
  const { errors = [] } = await subgraph.ask(
    `query ($orderBy: CityOrder, $cursor: String) { cities(orderBy: $orderBy, ${argument}: $cursor) { nodes { id } } }`,
    { orderBy, cursor },
  );
  return (errors as Array<{ extensions: Record<string, unknown> }>).map(({ extensions }) => [
    extensions['code'],
    extensions['argument'],
  ]);
}

test.each([...NUMBER_ORDERS, ...TEXT_ORDERS])('a forged cursor of the order %s is no internal error', async (order) => {
  for (const argument of ['after', 'before'] as const)
    for (const cursor of forgedCursors(`cities.${order}`))
      for (const error of await readErrors(order, argument, cursor))
        expect(error).toEqual(['BAD_USER_INPUT', argument]);
});

test.each([
  ...NUMBER_ORDERS.map((order) => [order, 'a text', 'x'] as const),
  ...TEXT_ORDERS.map((order) => [order, 'a number', 1] as const),
])('a cursor of the order %s with %s in the place of its value is refused', async (order, _kind, value) => {
  const cursor = cursorOf([`cities.${order}`, value, 'th-yala']);
  expect(await readErrors(order, 'after', cursor)).toEqual([['BAD_USER_INPUT', 'after']]);
});
