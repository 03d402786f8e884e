/** The supergraph cannot be used; the message is for the operator. */
export class SupergraphError extends Error {
  override name = 'SupergraphError';
}
