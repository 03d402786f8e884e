import type { Operation } from './generate-operation.js';

/** Random operations that failed once, by the small supergraph that they are of. */
export const keptOperations: Readonly<Record<string, readonly Operation[]>> = {
  '@interfaceObject and interfaces': [
    // Only objects of one type have the error.
    {
      query:
        'query ($n: Boolean = true) { books { best { medium { loans ...F @skip(if: $n) } } } } fragment F on Book { __typename }',
      variables: { n: null },
    },
    {
      query:
        'query ($n: Boolean = false) { medium(id: "m0") { best { medium { best { __typename } ... @skip(if: $n) { ... on Film { __typename } } } } } }',
      variables: { n: null },
    },
  ],
  'lists of lists, custom scalars, null for what may not be null': [
    // The subgraph that is asked first nulls a list because of an error, and the second one gives the list.
    { query: '{ sheets { owner { sheet { strict { text n } } } } }', variables: {} },
    { query: '{ sheets { strict { text n } owner { sheet { strict { n } } } } }', variables: {} },
    // A field that has an error before anything is fetched is not fetched, also where it is selected again without one.
    {
      query:
        'query ($n: Boolean = false) { sheets { owner @include(if: $n) { __typename } owner { sheet { count } } } }',
      variables: { n: null },
    },
  ],
};

/** Random operations of the network that failed once. */
export const keptNetworkOperations: readonly Operation[] = [];
