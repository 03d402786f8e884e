/** The registry of a checkout. It is kept in git, and is the source of this repository's own subgraphs. */
export const DEFAULT_REGISTRY = 'schema';

/** Whether a registry is an http address that serves its files, and no folder. */
export function isAddress(location: string): boolean {
  return /^https?:\/\//.test(location);
}
