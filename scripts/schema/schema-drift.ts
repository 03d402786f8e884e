import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SchemaFile } from './printed-schema.js';

/** A file of the schema folder that is not what the code gives. */
export interface Drift {
  file: string;
  kind: 'missing' | 'different' | 'left over';
}

/**
 * Compares the files of a folder with what they must hold. A schema there that nothing gives any more counts too;
 * folders in it do not.
 */
export async function schemaDrift(folder: string, wanted: readonly SchemaFile[]): Promise<Drift[]> {
  const names = new Set(wanted.map(({ name }) => name));
  const compared = await Promise.all(
    wanted.map(async ({ name, text }): Promise<Drift[]> => {
      const file = join(folder, name);
      const actual = await readFile(file, 'utf8').catch(() => undefined);
      if (actual === text) return [];
      return [{ file, kind: actual === undefined ? 'missing' : 'different' }];
    }),
  );
  const present = await readdir(folder).catch(() => []);
  const left = present.filter((name) => name.endsWith('.graphql') && !names.has(name)).sort();
  return [...compared.flat(), ...left.map((name): Drift => ({ file: join(folder, name), kind: 'left over' }))];
}
