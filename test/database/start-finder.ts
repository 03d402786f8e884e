import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { buildPrograms } from '../setup/build-programs.js';

export interface Finder {
  pid: number;
  /** What it found; `error` when it found nothing. */
  found: { uri: string; how: string; error?: string };
  /** Closes the database, then ends. */
  close(): Promise<void>;
  /** Ends without closing. */
  exit(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

buildPrograms();

/** Find the database of a folder in another process. */
export async function startFinder(folder: string): Promise<Finder> {
  const child = spawn(process.execPath, ['test/database/finder.js', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    pid: child.pid!,
    found: JSON.parse(line),
    close: () => ended(child, () => child.stdin.write('close\n')),
    exit: () => ended(child, () => child.stdin.write('exit\n')),
    kill: (signal) => ended(child, () => child.kill(signal)),
  };
}

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  end();
  await exit;
}
