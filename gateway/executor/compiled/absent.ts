/**
 * Stands at the fields of an entity that a subgraph does not have: null for the client, and for later fetches as if
 * nothing had been brought.
 */
export const ABSENT = Symbol('absent');
