/** The subgraphs do not make one graph; the message lists every reason, for the person who wrote them. */
export class CompositionError extends Error {
  override name = 'CompositionError';
}
