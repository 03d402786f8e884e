import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs `work` while this process holds a lock file, which has its id. The lock of a process that has ended is removed.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(owner: number) => void} [waiting] called once with the id of the process that holds the lock
 * @returns {Promise<T>}
 */
export async function withFileLock(file, work, waiting = () => undefined) {
  await mkdir(dirname(file), { recursive: true });
  for (let told = false; !(await take(file)); await pause(100)) {
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    // The file is still empty just after its creation: Number('') is 0.
    if (owner > 0 && !isAlive(owner)) await withFileLock(`${file}.removal`, () => removeOfEnded(file));
    else if (owner > 0 && !told) {
      waiting(owner);
      told = true;
    }
  }
  const release = () => rm(file, { force: true });
  try {
    return await work();
  } finally {
    await release();
  }
}

/**
 * Removes the lock file of a process that has ended. The caller holds a lock for this, so that of several which wait, none
 * removes the file that another has made since.
 *
 * @param {string} file
 */
async function removeOfEnded(file) {
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  if (owner > 0 && !isAlive(owner)) await rm(file, { force: true });
}

/** @param {string} file */
async function take(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
