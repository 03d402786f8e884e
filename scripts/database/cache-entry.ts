import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from './is-running.js';

/**
 * A folder of the cache, made on first use.
 *
 * `make` fills `result`, and may leave what it likes in `work`. The entry appears by one rename, so that it is whole
 * or absent however the making ends; what killed makers left is swept up. When two make it at once, the first wins.
 */
export async function cacheEntry(
  cacheFolder: string,
  name: string,
  make: (folders: { work: string; result: string }) => Promise<void>,
): Promise<string> {
  const entry = join(cacheFolder, name);
  if (existsSync(entry)) return entry;
  await mkdir(cacheFolder, { recursive: true });
  await sweep(cacheFolder);
  const partial = await mkdtemp(join(cacheFolder, `partial-${process.pid}-`));
  const folders = { work: join(partial, 'work'), result: join(partial, 'result') };
  try {
    await mkdir(folders.work);
    await mkdir(folders.result);
    await make(folders);
    await rename(folders.result, entry).catch((error: unknown) => {
      if (!existsSync(entry)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return entry;
}

async function sweep(cacheFolder: string): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    const maker = /^partial-(\d+)-/.exec(name)?.[1];
    if (maker && !isRunning(Number(maker))) await rm(join(cacheFolder, name), { recursive: true, force: true });
  }
}
