import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll } from '@jest/globals';

const BUILD = "import('./scripts/build/prepare.js').then(({ prepare }) => prepare({ withDev: true, withEnv: false }))";
/** Compiling everything takes long on a machine that does other things too. */
const TIMEOUT_MS = 600_000;

/**
 * For a test file that runs programs of `dist/`: builds them before its tests when they are older than the sources, so
 * that it tests the sources. A lock lets one process build while others wait.
 *
 * @throws when the sources do not compile, with what the compiler prints
 */
export function buildPrograms(): void {
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['-e', BUILD]);
  }, TIMEOUT_MS);
}
