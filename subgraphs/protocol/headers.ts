/** Says who sends the client's request, as `writeCaller` writes it; absent when nobody has signed in. The signature covers it. */
export const CALLER_HEADER = 'citylink-caller';

/** Set on each response of a subgraph, for the gateway's readiness: `up` or `down`. */
export const DATABASE_HEADER = 'citylink-database';

/**
 * Milliseconds for which the gateway waits for the response, from when it sends the request. The signature does not cover it:
 * it can only shorten the time that a subgraph gives to an operation, never extend it.
 */
export const TIMEOUT_HEADER = 'citylink-timeout';

/** The id of the client's request, for the logs of gateway and subgraphs. */
export const REQUEST_ID_HEADER = 'x-request-id';
