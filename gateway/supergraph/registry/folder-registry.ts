import { join } from 'node:path';
import { isOperationFile } from '../operation-files.js';
import type { SupergraphSource } from '../published-supergraph.js';
import { SupergraphError } from '../read-supergraph.js';
import { watchFiles } from '../watch-files.js';
import { MANIFEST_FILE, OPERATIONS, SUPERGRAPH_FILE } from './manifest.js';
import { readRegistry } from './read-registry.js';
import { createFolderFiles } from './registry-files.js';

/** The source of a registry in a folder. */
export function createFolderRegistry(folder: string): SupergraphSource {
  const title = `The supergraph of the registry ${folder}`;
  const files = createFolderFiles(folder);
  return {
    location: folder,
    title,
    read: () =>
      readRegistry(files).catch((error: Error) => {
        throw new SupergraphError(`${title} cannot be read. ${error.message}`, { cause: error });
      }),
    watch(onChange) {
      const stops = [
        watchFiles([folder], (name) => name === MANIFEST_FILE || name === SUPERGRAPH_FILE, onChange),
        watchFiles([join(folder, OPERATIONS)], isOperationFile, onChange),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}
