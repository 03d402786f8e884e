import { readFileSync } from 'node:fs';

/**
 * Whether a process of this id runs. One that has ended but was never collected by its parent does not: in a
 * container whose first process collects nothing, it would seem to live for ever.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
}
