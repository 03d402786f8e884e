import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

export interface ProcessOptions {
  /** A program of Node.js. */
  file: string;
  args?: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Takes what it says. */
  log: string;
  /** Tells whether it can be asked. */
  isReady: () => Promise<boolean>;
}

/** A program that is measured while it runs. */
export interface BenchProcess {
  readonly pid: number;
  /** Its use of the processor so far, in microseconds, as it knows it itself; for systems that do not tell it. */
  ownUsage(): Promise<{ cpuMicros: number; peakBytes: number }>;
  stop(): Promise<void>;
}

const PRELOAD = join('dist', 'scripts', 'bench', 'preload.js');
/** Milliseconds. */
const PATIENCE = { ready: 60_000, stop: 15_000 };

/**
 * Starts a program and waits until it is ready. It ends when we do.
 *
 * @throws when it ends or is not ready within a minute, with the end of what it said
 */
export async function startBenchProcess({ file, args = [], env, log, isReady }: ProcessOptions): Promise<BenchProcess> {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const child = fork(file, args, {
    env,
    execArgv: ['--import', pathToFileURL(PRELOAD).href],
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE.stop);
    if (!hasEnded()) await ended;
    clearTimeout(timer);
  };

  for (const deadline = Date.now() + PATIENCE.ready; !(await isReady().catch(() => false)); await pause(50)) {
    if (!hasEnded() && Date.now() < deadline) continue;
    const reason = hasEnded() ? 'it ended' : `it was not ready within ${PATIENCE.ready / 1_000} s`;
    await stop();
    throw new Error(`${reason}: ${lastWords(await readFile(log, 'utf8'))}`);
  }
  return {
    pid: child.pid!,
    ownUsage: () =>
      new Promise((resolve, reject) => {
        child.once('message', (message) => resolve(message as { cpuMicros: number; peakBytes: number }));
        child.send('usage', (error) => error && reject(error));
      }),
    stop,
  };
}

/** The line that names an error, or else the last one. */
function lastWords(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return (lines.find((line) => /\bError\b/.test(line)) ?? lines.at(-1) ?? 'it said nothing').slice(0, 300);
}
