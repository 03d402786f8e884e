import { createHash } from 'node:crypto';
import type { OperationFile } from './operation-files.js';

/** A supergraph as it was published, with all that is published beside it. */
export interface PublishedSupergraph {
  /** The registry's number of it; null for a supergraph file that is in no registry. */
  readonly version: number | null;
  readonly sdl: string;
  /** SHA-256 of `sdl`, in lower-case hexadecimal digits. */
  readonly hash: string;
  readonly operations: readonly OperationFile[];
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

/** The same for supergraphs that are equal in everything that the gateway takes from them. */
export function fingerprintOf({ version: _version, hash: _hash, ...content }: PublishedSupergraph): string {
  return sha256(JSON.stringify(content));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
