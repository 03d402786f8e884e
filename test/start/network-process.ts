import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../scripts/database/is-running.js';

export interface NetworkProcess {
  child: ChildProcess;
  /** All that it said so far, on both streams. */
  output(): string;
  /** Resolves to the banner; rejects with what it said if it ends before. */
  ready: Promise<string>;
  ended: Promise<{ code: number | null; output: string }>;
  /** Resolves when a pattern was said. */
  said(pattern: RegExp): Promise<void>;
}

/**
 * Runs a command's entry file as a user does, with an environment that holds nothing but PATH, HOME and what is given.
 *
 * @param args such as `scripts/start.js`
 */
export function spawnCommand(args: readonly string[], env: NodeJS.ProcessEnv): NetworkProcess {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'exit').then(async ([code]) => ({ code: code as number | null, output }));
  const said = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!pattern.test(output)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended without saying ${pattern}:\n${output}`)));
    });
  const ready = said(/Ctrl-C stops everything\.\n/).then(() => output.slice(output.indexOf('Citylink is ready')));
  ready.catch(() => undefined); // Some are meant to fail.
  return { child, output: () => output, ready, ended, said };
}

/** A folder for the data of one network. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'citylink-start-'));
}

/** Where the gateway of a banner is. */
export function gatewayOf(banner: string): string {
  return /Gateway +(\S+)\/graphql/.exec(banner)![1]!;
}

/** The process of a subgraph of a banner. */
export function pidOf(banner: string, subgraph: string): number {
  return Number(new RegExp(`${subgraph} +ready .*process (\\d+)`).exec(banner)![1]);
}

/** The mongod that runs on a network's folder. */
export function mongodOf(folder: string): { pid: number; port: number } {
  return JSON.parse(readFileSync(join(folder, 'db', 'running.json'), 'utf8'));
}

/** Waits until a process is gone. */
export async function gone(pid: number): Promise<void> {
  await until(async () => !isRunning(pid));
}

/** Waits until something holds; jest's own limit ends what never does. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Asks a gateway. */
export async function ask(url: string, query: string): Promise<{ data?: Record<string, never>; errors?: unknown[] }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data?: Record<string, never>; errors?: unknown[] };
}

/** The processes whose parent is another one: those that it started itself. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}
