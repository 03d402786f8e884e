import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes results to a file, whose folder it makes. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
