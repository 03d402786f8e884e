import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDERS = { bench: join('scripts', 'bench', 'operations'), schema: join('schema', 'operations') } as const;

/** Reads an operation of the benchmark's own, or one that dashboards use, without its comments. */
export async function readOperation(folder: keyof typeof FOLDERS, name: string): Promise<string> {
  const text = await readFile(join(FOLDERS[folder], `${name}.graphql`), 'utf8');
  return text.replace(/^#.*\n/gm, '');
}
