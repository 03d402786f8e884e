import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The longest that a process has held its event loop since a moment, in milliseconds, as {@link file://./preload.ts} wrote it down.
 *
 * @param since epoch milliseconds
 * @returns 0 when it never did so for long
 */
export async function longestHold(folder: string, pid: number, since: number): Promise<number> {
  const text = await readFile(join(folder, String(pid)), 'utf8').catch(() => '');
  const holds = text
    .split('\n')
    .map((line) => line.split(' ').map(Number))
    .filter(([at]) => at! >= since);
  return holds.reduce((longest, [, ms = 0]) => Math.max(longest, ms), 0);
}
