import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a file as a whole: who reads it, or starts after this process ended meanwhile, gets the old text or the new one. Its
 * folder must exist.
 *
 * @param mode of a new file, such as `0o600` for one that others must not read
 */
export async function replaceFile(file: string, text: string | Buffer, mode?: number): Promise<void> {
  const draft = `${file}.${randomUUID()}.new`;
  try {
    await writeFile(draft, text, mode === undefined ? {} : { mode });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}
