import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { replaceFile } from '../../subgraphs/process/replace-file.js';
import { withAdmin } from './with-admin.js';

/** A mongod of ours, written down in its data folder for as long as it runs. */
export interface RunningMongod {
  pid: number;
  port: number;
  version: string;
  /** The process that stops it when it is done. */
  owner: number;
}

const NAME = 'running.json';

export async function writeRunningMongod(dataFolder: string, running: RunningMongod): Promise<void> {
  await replaceFile(join(dataFolder, NAME), `${JSON.stringify(running)}\n`);
}

export async function forgetRunningMongod(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, NAME), { force: true });
}

/**
 * The mongod that already runs on a data folder: started by someone else who is still there, or left behind by one
 * who was killed. Undefined when none is written down, or it is gone, or is not ours (its port may have a new user).
 */
export async function findRunningMongod(dataFolder: string): Promise<RunningMongod | undefined> {
  try {
    const running = JSON.parse(await readFile(join(dataFolder, NAME), 'utf8')) as RunningMongod;
    const options = await withAdmin(running.port, 1000, (admin) => admin.command({ getCmdLineOpts: 1 }));
    const same = (await realpath(options.parsed.storage.dbPath)) === (await realpath(dataFolder));
    return same ? running : undefined;
  } catch {
    return undefined;
  }
}

/** The same, of one that is just being started; undefined when it is not ready after `patience` milliseconds. */
export async function awaitRunningMongod(dataFolder: string, patience: number): Promise<RunningMongod | undefined> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await pause(50)) {
    const running = await findRunningMongod(dataFolder);
    if (running) return running;
  }
  return undefined;
}
