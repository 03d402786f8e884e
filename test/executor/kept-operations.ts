import type { Operation } from './generate-operation.js';

/** Random operations that failed once, by the small supergraph that they are of. */
export const keptOperations: Readonly<Record<string, readonly Operation[]>> = {
  'lists of lists, custom scalars, null for what may not be null': [
    // The subgraph that is asked first nulls a list because of an error, and the second one gives the list.
    { query: '{ sheets { owner { sheet { strict { text n } } } } }', variables: {} },
    { query: '{ sheets { strict { text n } owner { sheet { strict { n } } } } }', variables: {} },
  ],
};

/** Random operations of the network that failed once. */
export const keptNetworkOperations: readonly Operation[] = [];
