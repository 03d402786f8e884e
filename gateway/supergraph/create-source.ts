import type { GatewayConfig } from '../config.js';
import type { SupergraphSource } from './published-supergraph.js';
import { createFolderRegistry } from './registry/folder-registry.js';
import { createHttpRegistry } from './registry/http-registry.js';
import { isAddress } from './registry/registry-files.js';
import { createFileSource } from './supergraph-file.js';

/** Finds where the supergraph is: in a file, when one is set, and otherwise in a registry. */
export function createSource({ supergraphFile, registry }: GatewayConfig): SupergraphSource {
  if (supergraphFile !== undefined) return createFileSource(supergraphFile);
  return isAddress(registry) ? createHttpRegistry(registry) : createFolderRegistry(registry);
}
