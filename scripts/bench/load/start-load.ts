import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadJob, LoadResult } from './load-job.js';

export interface LoadSender {
  /** One job at a time. */
  send(job: LoadJob): Promise<LoadResult>;
  stop(): void;
}

/** Starts the process that sends load. */
export async function startLoad(): Promise<LoadSender> {
  const child = fork(join('dist', 'scripts', 'bench', 'load', 'main.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return {
    async send(job) {
      const answered = once(child, 'message');
      child.send(job);
      const [{ result, error }] = (await answered) as [{ result?: LoadResult; error?: string }];
      if (!result) throw new Error(error);
      return result;
    },
    stop: () => void child.kill(),
  };
}
