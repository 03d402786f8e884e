import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-lock-'));
  file = join(folder, 'some', 'work.lock');
});
afterEach(() => rm(folder, { recursive: true }));

/**
 * Takes the lock five times at once; gives how many held it at the same time, at most. The first files are removed the later,
 * the later their removal was begun, as on a busy machine.
 */
const PROGRAM = `
  import { promises } from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  import { setTimeout as pause } from 'node:timers/promises';
  const { rm } = promises;
  let removals = 0;
  promises.rm = async (...args) => {
    removals += 1;
    if (removals <= 5) await pause(removals * 60);
    return rm(...args);
  };
  syncBuiltinESMExports();
  const { withFileLock } = await import(process.cwd() + '/scripts/build/file-lock.js');
  let holders = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (holders += 1));
    await pause(150);
    holders -= 1;
  };
  await Promise.all(Array.from({ length: 5 }, () => withFileLock(process.argv[1], work)));
  console.log(most);
`;

async function mostHolders(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM, file]);
  return Number(stdout);
}

test('a lock is held once at a time', async () => {
  expect(await mostHolders()).toBe(1);
});

test('the lock of a process that has ended is taken over once, however many wait for it', async () => {
  await mostHolders(); // Makes the folder.
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(file, String(pid));
  expect(await mostHolders()).toBe(1);
});
