import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SupergraphError } from './read-supergraph.js';

/** A file of the folder `operations` beside a supergraph. */
export interface OperationFile {
  /** Such as `welcome.graphql` or `welcome.variables.json`. */
  readonly name: string;
  readonly text: string;
}

/**
 * Reads the files of known operations in a folder, `.graphql` and `.json`, in the order of their names; none where there is no
 * folder.
 *
 * @throws SupergraphError when there is something that cannot be read
 */
export async function readOperationFiles(folder: string): Promise<OperationFile[]> {
  try {
    const names = await readdir(folder);
    const files = names.filter(isOperationFile).sort();
    return await Promise.all(files.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new SupergraphError(`The folder ${folder} of persisted documents cannot be read (${code}).`);
  }
}

export function isOperationFile(name: string): boolean {
  return /\.(graphql|json)$/.test(name);
}
