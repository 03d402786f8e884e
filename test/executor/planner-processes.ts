import { readFile } from 'node:fs/promises';

/** Ids of the child processes that run Hive Router's planner, found in /proc; none when the process itself has ended. */
export async function plannerProcesses(parent = process.pid): Promise<number[]> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
  const found: number[] = [];
  for (const pid of children.split(' ').filter((each) => each !== '')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('hive-process.js')) found.push(Number(pid));
  }
  return found;
}
