import { readFile } from 'node:fs/promises';
import { SupergraphError } from './supergraph-error.js';

/**
 * Reads the text of a supergraph.
 *
 * @throws SupergraphError when the file cannot be read
 */
export async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new SupergraphError(`The supergraph file ${file} ${reason}: compose it, or name another in SUPERGRAPH_FILE.`);
  }
}
