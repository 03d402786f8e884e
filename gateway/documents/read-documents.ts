import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Reads the documents of a folder, `<name>.graphql` each, in the order of their names; none where there is no folder.
 * A text counts as it is in the file, white space at its end left out.
 */
export async function readDocuments(folder: string): Promise<string[]> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.graphql')).sort();
  return Promise.all(files.map(async (file) => (await readFile(join(folder, file), 'utf8')).trimEnd()));
}
