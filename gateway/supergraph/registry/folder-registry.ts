import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isOperationFile, readOperationFiles } from '../operation-files.js';
import type { SupergraphSource } from '../published-supergraph.js';
import { SupergraphError } from '../read-supergraph.js';
import { watchFiles } from '../watch-files.js';
import { MANIFEST_FILE, RegistryError, SUPERGRAPH_FILE } from './manifest.js';
import { readRegistry, type RegistryFiles } from './read-registry.js';

/** The source of a registry in a folder. */
export function createFolderRegistry(folder: string): SupergraphSource {
  const title = `The supergraph of the registry ${folder}`;
  const operations = join(folder, 'operations');
  const files: RegistryFiles = {
    location: folder,
    read: (name) =>
      readFile(join(folder, name), 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
        if (code === 'ENOENT') return undefined;
        throw new RegistryError(`${name} cannot be read (${code}).`);
      }),
    operations: () => readOperationFiles(operations),
  };
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
        watchFiles([operations], isOperationFile, onChange),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}
