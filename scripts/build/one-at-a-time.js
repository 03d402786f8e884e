import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Does something while no other process does it under the same file. A file left by a process that is gone does not
 * count.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(owner: number) => void} [waiting] told once, when another process is at it
 * @returns {Promise<T>}
 */
export async function oneAtATime(file, work, waiting = () => undefined) {
  await mkdir(dirname(file), { recursive: true });
  for (let told = false; !(await take(file)); await pause(100)) {
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    // An owner that is not written yet reads as 0; it will be there in the next round.
    if (owner > 0 && !isAlive(owner)) await rm(file, { force: true });
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
