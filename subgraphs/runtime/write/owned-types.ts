/** Entities that writes of several subgraphs name: the subgraph that keeps them, and the field that is their key. */
export const OWNED_TYPES = {
  City: { owner: 'cities', key: 'id' },
  Challenge: { owner: 'cities', key: 'code' },
  Partner: { owner: 'partners', key: 'id' },
  Person: { owner: 'partners', key: 'id' },
  Programme: { owner: 'partners', key: 'id' },
  Event: { owner: 'events', key: 'id' },
} as const;

export type OwnedType = keyof typeof OWNED_TYPES;
