/** The registry of a checkout. It is kept in git, and is the source of this repository's own subgraphs. */
export const DEFAULT_REGISTRY = 'schema';
