import { basename, dirname, join } from 'node:path';
import { isOperationFile, readOperationFiles } from './operation-files.js';
import type { SupergraphSource } from './published-supergraph.js';
import { digestOf } from './registry/manifest.js';
import { readSupergraph } from './read-supergraph.js';
import { watchFiles } from './watch-files.js';

/** The source of a supergraph file, of any tool; known operations are in the folder `operations` beside it. */
export function createFileSource(file: string): SupergraphSource {
  const operations = join(dirname(file), 'operations');
  const name = basename(file);
  return {
    location: file,
    title: `The supergraph file ${file}`,
    async read() {
      const [sdl, files] = await Promise.all([readSupergraph(file), readOperationFiles(operations)]);
      return { version: null, sdl, hash: digestOf(sdl), subgraphs: [], operations: files };
    },
    watch(onChange) {
      const stops = [
        watchFiles([dirname(file)], (each) => each === name, onChange),
        watchFiles([operations], isOperationFile, onChange),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}
