import { GraphQLError } from 'graphql';
import type { Context } from '../context.js';
import { itemsOfCity } from '../item/items.js';

const MAX_FIRST = 100;

/** What this subgraph adds to a city, which is an entity of another one: it is known here by its key. */
export const cityResolvers = {
  /** Any key: its own subgraph knows which cities exist. One without items has an empty list. */
  __resolveReference: ({ id }: { id: string }) => ({ id }),
  sampleItems: ({ id }: { id: string }, { first }: { first: number | null }, { language }: Context) => {
    const size = first ?? 10;
    if (size < 1 || size > MAX_FIRST) {
      // An error with a code of its own reaches the client; one without is masked by the gateway.
      const message = language === 'TH' ? 'first ต้องอยู่ระหว่าง 1 ถึง 100' : 'first must be 1 to 100.';
      throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
    }
    return itemsOfCity(id).slice(0, size);
  },
};
