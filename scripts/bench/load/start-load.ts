import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadJob, LoadResult } from './load-job.js';

export interface LoadSender<Job = LoadJob, Result = LoadResult> {
  /** One job at a time. */
  send(job: Job): Promise<Result>;
  stop(): void;
}

const FILE = join('dist', 'scripts', 'bench', 'load', 'main.js');

/**
 * Starts the process that sends load.
 *
 * @param file a program that says `ready`, and answers each job with `{ result }` or `{ error }`
 */
export async function startLoad<Job extends object = LoadJob, Result = LoadResult>(
  file = FILE,
): Promise<LoadSender<Job, Result>> {
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return {
    async send(job) {
      const answered = once(child, 'message');
      child.send(job);
      const [{ result, error }] = (await answered) as [{ result?: Result; error?: string }];
      if (!result) throw new Error(error);
      return result;
    },
    stop: () => void child.kill(),
  };
}
