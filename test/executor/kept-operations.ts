import type { Operation } from './generate-operation.js';

/** Random operations that failed once, by the small supergraph that they are of. */
export const keptOperations: Readonly<Record<string, readonly Operation[]>> = {};

/** Random operations of the network that failed once. */
export const keptNetworkOperations: readonly Operation[] = [];
