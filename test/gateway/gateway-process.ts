import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { buildPrograms } from '../setup/build-programs.js';

export interface GatewayProcess {
  child: ChildProcess;
  /** Where it listens; rejected with what it said if it ends before. */
  url: Promise<string>;
  /** How it ended, and all that it said. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

buildPrograms();

/**
 * Runs the built gateway as a process of its own, on any free port.
 *
 * @param env all that it gets of the environment, beside PATH
 * @param execArgv for Node itself
 */
export function spawnGateway(env: Record<string, string>, execArgv: string[] = []): GatewayProcess {
  const child = fork(resolve('dist/bundles/gateway.js'), [], {
    env: { PATH: process.env.PATH, PORT: '0', SUPERGRAPH_CACHE: 'off', ...env },
    execArgv,
    silent: true,
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]!.setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  // Its event `close` does not come once the channel to it has been closed from here.
  const ended = Promise.all([once(child, 'exit'), once(child.stdout!, 'close'), once(child.stderr!, 'close')]).then(
    ([[code, signal]]) => ({ code: code as number | null, signal: signal as NodeJS.Signals | null, ...said }),
  );
  const listening = once(child, 'message').then(([message]) => (message as { url: string }).url);
  const url = Promise.race([
    listening,
    ended.then(({ stderr }) => Promise.reject(new Error(`The gateway ended: ${stderr}`))),
  ]);
  url.catch(() => undefined); // Some are meant to fail.
  return { child, url, ended };
}
