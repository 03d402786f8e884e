import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { findFixedPort } from '../faults/fixed-port.js';

/** A Redis that only one test file has, which keeps nothing on disk. */
export interface RedisServer {
  readonly url: string;
  /** Stops it in the middle of whatever it does, its sockets open, or lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends it at once. */
  crash(): Promise<void>;
  /** Starts it again, empty, at the same port. */
  revive(): Promise<void>;
}

/** Whether this machine has one: on Debian, of the package `redis-server`. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/**
 * Starts it on 127.0.0.1.
 *
 * @param settings arguments of its program
 */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const port = await findFixedPort();
  let child: ChildProcess;

  async function revive(): Promise<void> {
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    child = spawn('redis-server', [...own, ...settings], { stdio: ['ignore', 'pipe', 'ignore'] });
    const lines = createInterface({ input: child.stdout! });
    for await (const line of lines) if (line.includes('Ready to accept connections')) break;
    child.stdout!.resume();
    if (child.exitCode !== null) throw new Error(`Redis ended with ${child.exitCode}.`);
  }

  await revive();
  return {
    url: `redis://127.0.0.1:${port}`,
    signal: (signal) => void child.kill(signal),
    async crash() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    revive,
  };
}
