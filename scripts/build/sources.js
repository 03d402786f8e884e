import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDERS = ['gateway', 'subgraphs', 'scripts'];
const SETTINGS = ['package-lock.json', 'tsconfig.json', join('scripts', 'build', 'tsconfig.json')];

/**
 * What the build is made of: each file with a mark that changes when the file does.
 *
 * @param {string} folder the checkout
 * @returns {Promise<Record<string, string>>}
 */
export async function sources(folder) {
  const found = await Promise.all(
    FOLDERS.map(async (name) =>
      (await readdir(join(folder, name), { recursive: true })).map((path) => join(name, path)),
    ),
  );
  const files = [...found.flat().filter((path) => /\.[jt]s$/.test(path)), ...SETTINGS].sort();
  return Object.fromEntries(
    await Promise.all(
      files.map(async (path) => {
        const { mtimeMs, size } = await stat(join(folder, path));
        return [path, `${mtimeMs} ${size}`];
      }),
    ),
  );
}
