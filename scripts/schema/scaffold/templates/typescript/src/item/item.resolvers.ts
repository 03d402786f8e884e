import type { Context } from '../context.js';
import { hasRole } from '../protocol/caller.js';
import { findItem, type SampleItem } from './items.js';

export const itemQueries = {
  sampleItem: (_root: unknown, { id }: { id: string }) => findItem(id),
};

export const itemResolvers = {
  /** A key that is not known is null. */
  /** An entity of this subgraph: a key that is not known is null. */
  __resolveReference: ({ id }: { id: string }) => findItem(id),
  name: ({ name }: SampleItem, _args: unknown, { language }: Context) => (language === 'TH' ? name.th : name.en),
  city: ({ cityId }: SampleItem) => ({ id: cityId }),
  mayChange: ({ cityId }: SampleItem, _args: unknown, { caller }: Context) =>
    caller !== undefined && hasRole(caller, 'city-officer', cityId),
};
