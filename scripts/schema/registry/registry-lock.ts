import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { CommandError } from '../report/exit-code.js';
import { missingFolder } from './location.js';

const RETRY = { retries: 60, factor: 1, minTimeout: 500, maxTimeout: 500 };

/**
 * Runs `work` while no other process writes the registry, also on another machine that shares the folder: the lock is a
 * folder whose time is renewed, and the lock of a process that ended is taken over after ten seconds.
 *
 * @throws CommandError when another process holds the lock for half a minute, or there is no such folder
 */
export async function withRegistryLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lockfilePath = join(folder, 'registry.lock');
  const release = await lock(folder, { lockfilePath, retries: RETRY }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw missingFolder(folder);
    throw new CommandError(
      error.code === 'ELOCKED'
        ? `Another process has been publishing into ${folder} for half a minute. Try again when it has ended.`
        : `${folder} cannot be written: ${error.message}`,
    );
  });
  try {
    return await work();
  } finally {
    await release();
  }
}
