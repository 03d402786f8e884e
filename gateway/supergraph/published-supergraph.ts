import { isDeepStrictEqual } from 'node:util';
import type { OperationFile } from './operation-files.js';
import type { SubgraphEntry } from './registry/manifest.js';

/** A supergraph as it was published, with all that is published beside it. */
export interface PublishedSupergraph {
  /** The registry's number of it; null for a supergraph file that is in no registry. */
  readonly version: number | null;
  readonly sdl: string;
  /** SHA-256 of `sdl`, in lower-case hexadecimal digits. */
  readonly hash: string;
  /** What the registry says of its subgraphs; empty without a registry. */
  readonly subgraphs: readonly PublishedSubgraph[];
  readonly operations: readonly OperationFile[];
}

export interface PublishedSubgraph {
  readonly entry: SubgraphEntry;
  /** Null where the registry does not have it. */
  readonly sdl: string | null;
}

/** What people call a supergraph: its number in the registry, or else the beginning of its hash. */
export function versionOf({ version, hash }: PublishedSupergraph): string {
  return String(version ?? hash.slice(0, 12));
}

/** Where a gateway finds its supergraph. */
export interface SupergraphSource {
  /** A path or an address, as the operator gave it. */
  readonly location: string;
  /** What messages call the supergraph, such as `The supergraph file schema/supergraph.graphql`. */
  readonly title: string;
  /** @throws SupergraphError when there is no supergraph, or it cannot be read */
  read(): Promise<PublishedSupergraph>;
  /**
   * Calls back whenever {@link read} may give something else.
   *
   * @returns stops it
   */
  watch(onChange: () => void): () => void;
}

/**
 * Whether two are equal in everything that the gateway takes from them. The version is a part of it: a rollback publishes what is in
 * service under another one, which is told at `/health/ready`.
 */
export function isSamePublication(one: PublishedSupergraph, other: PublishedSupergraph): boolean {
  return isDeepStrictEqual(one, other);
}
