import { fork, type ChildProcess } from 'node:child_process';
import { lowerCpuPriority } from './cpu-priority.js';

/** A program of ours that serves something. */
export interface Program {
  /** Its file in the build. */
  file: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Lowers its CPU priority: a little while it serves, much more while it starts again beside others that serve. */
  lowPriority?: 'serving' | 'restarting';
}

/** A running program. */
export interface Child {
  pid: number;
  /** The address at which it listens; rejects when it ends before that. */
  listening: Promise<string>;
  /** Resolves when it has ended: to its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  /** Asks it to end, and ends it by force after `patience` milliseconds. */
  stop(patience: number): Promise<void>;
  kill(): void;
}

/**
 * Starts a program that sends `{ type: 'listening', url }` over IPC.
 *
 * It leads a process group of its own: a Ctrl-C in the terminal reaches us, not it, so that all are stopped in order.
 * Should we be killed, it learns so by the end of the IPC channel and stops by itself.
 */
export function startChild({ file, args, env, lowPriority }: Program): Child {
  const child = fork(file, args, {
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1));
    child.once('error', () => child.pid === undefined && resolve(1));
  });
  const listening = Promise.race([
    address(child),
    ended.then((status) => Promise.reject(new Error(`it ended with ${status} before it was ready`))),
  ]);
  listening.catch(() => undefined);
  if (lowPriority && child.pid !== undefined) lowerCpuPriority(child.pid, listening, lowPriority === 'restarting');
  return {
    pid: child.pid ?? 0,
    listening,
    ended,
    async stop(patience) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      await ended;
      clearTimeout(timer);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', (message: { type?: string; url?: string }) => {
      if (message.type === 'listening' && message.url) resolve(message.url);
    });
  });
}
