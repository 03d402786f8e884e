import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar';
import { laboratory } from '../../gateway/playground/laboratory.js';
import { cacheEntry } from '../database/cache-entry.js';
import { compressFile } from './compress-file.js';
import { npmPack } from './npm-pack.js';

/** An npm package of which some files are served. */
export interface ServedPackage {
  name: string;
  version: string;
  /** `sha512-` and the archive's digest in base64. */
  integrity: string;
  /** The folder's name. */
  folder: string;
  /** Paths inside the package. What is under `dist/` comes out of it. */
  files: readonly string[];
}

export interface FetchPlaygroundOptions {
  /** Holds one folder for each version, such as `.citylink/playground`. */
  folder: string;
  /** Told, in one line each, what takes time. */
  report: (line: string) => void;
  /** npm's environment. */
  env?: NodeJS.ProcessEnv;
  /** How long npm may take. Milliseconds; the archive has 7 MB. */
  timeout?: number;
  /** What to fetch, if not Hive Laboratory. */
  served?: ServedPackage;
}

/**
 * See to it that the playground's files are in their folder: found there, or fetched once with npm, verified, and
 * compressed for browsers.
 *
 * Never throws: without a playground everything else works. `reason` is one clause that says why there is none.
 */
export async function fetchPlayground(
  options: FetchPlaygroundOptions,
): Promise<{ ok: true; version: string } | { ok: false; reason: string }> {
  const { folder, report, env = process.env, timeout = 20_000, served = laboratory } = options;
  try {
    await cacheEntry(folder, served.folder, async ({ work, result }) => {
      report(`fetching ${served.name} ${served.version}`);
      const archive = await npmPack(`${served.name}@${served.version}`, { folder: work, env, timeout });
      await verify(archive, served);
      await takeOut(archive, served, result);
      for (const file of served.files.filter((path) => path.endsWith('.js')))
        await compressFile(join(result, servedPath(file)));
    });
    return { ok: true, version: served.version };
  } catch (error) {
    return { ok: false, reason: (error as Error).message };
  }
}

async function verify(archive: string, served: ServedPackage): Promise<void> {
  const actual = `sha512-${createHash('sha512')
    .update(await readFile(archive))
    .digest('base64')}`;
  if (actual !== served.integrity) {
    throw new Error(
      `the archive of ${served.name} ${served.version} is not the expected one and was not opened: it is ${actual}, not ${served.integrity}`,
    );
  }
}

async function takeOut(archive: string, served: ServedPackage, folder: string): Promise<void> {
  const wanted = new Map(served.files.map((path) => [`package/${path}`, servedPath(path)]));
  const missing = new Set(wanted.keys());
  await extract({
    file: archive,
    cwd: folder,
    filter: (path) => wanted.has(path),
    onReadEntry: (entry) => {
      missing.delete(entry.path);
      entry.path = wanted.get(entry.path) ?? entry.path;
    },
  });
  if (missing.size > 0) throw new Error(`${served.name} ${served.version} has no ${[...missing].join(', ')}`);
}

function servedPath(path: string): string {
  return path.replace(/^dist\//, '');
}
