import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { BenchProcess } from './bench-process.js';

/** What a process used: all its threads, and the processes that it started, such as a planner's. */
export interface Usage {
  /** Milliseconds of processor time, user and system, since they began. */
  cpuMs: number;
  /**
   * The most resident memory since {@link forgetPeak}, where the system forgets it. What processes share, such as the program
   * of Node.js, counts once.
   */
  peakBytes: number;
}

/** Linux gives times in 1/100 s to everybody, whatever the kernel counts in: `getconf CLK_TCK`. */
const MS_PER_TICK = 10;

/** Reads what processes used so far: from `/proc`, or, where there is none, from the processes themselves. */
export async function usageOf(processes: readonly Pick<BenchProcess, 'pid' | 'ownUsage'>[]): Promise<Usage> {
  const all = await Promise.all(
    processes.map(async (each) => (process.platform === 'linux' ? usageOfTree(each.pid) : fromItself(each))),
  );
  return sum(all);
}

/**
 * Lets the peak of memory begin anew, of a process and of those that it started:
 * https://docs.kernel.org/filesystems/proc.html (clear_refs).
 */
export async function forgetPeak(pid: number): Promise<void> {
  if (process.platform !== 'linux') return;
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined);
  await Promise.all((await readChildren(pid)).map(forgetPeak));
}

/** Reads the processes that a process started; the system lists them by the thread that did. */
async function readChildren(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.join(' ').split(' ').filter(Boolean).map(Number);
}

async function usageOfTree(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  // The program's name, in brackets, may hold anything; the fields after it are counted from 3.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const ticks = fields.slice(11, 15).reduce((total, each) => total + each, 0); // User and system, of all its threads and of children that ended.
  const own: Usage = {
    cpuMs: ticks * MS_PER_TICK,
    peakBytes: Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024,
  };
  return sum([own, ...(await Promise.all((await readChildren(pid)).map(usageOfChild)))]);
}

async function usageOfChild(pid: number): Promise<Usage> {
  try {
    const [{ cpuMs, peakBytes }, mappings] = await Promise.all([
      usageOfTree(pid),
      readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
    ]);
    const sharedBytes = Number(/^Shared_Clean:\s+(\d+) kB/m.exec(mappings)?.[1] ?? 0) * 1024;
    return { cpuMs, peakBytes: Math.max(peakBytes - sharedBytes, 0) };
  } catch {
    return { cpuMs: 0, peakBytes: 0 }; // It has ended.
  }
}

async function fromItself({ ownUsage }: Pick<BenchProcess, 'ownUsage'>): Promise<Usage> {
  const { cpuMicros, peakBytes } = await ownUsage();
  return { cpuMs: cpuMicros / 1_000, peakBytes };
}

function sum(all: readonly Usage[]): Usage {
  return {
    cpuMs: all.reduce((total, { cpuMs }) => total + cpuMs, 0),
    peakBytes: all.reduce((total, { peakBytes }) => total + peakBytes, 0),
  };
}
