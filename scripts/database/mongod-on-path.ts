import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { askMongod, OLDEST_VERSION } from './mongod.js';
import type { MongodSource } from './mongod-source.js';

/** The way of a mongod that the machine already has on PATH. */
export function mongodOnPath(env: NodeJS.ProcessEnv): MongodSource {
  return {
    advice: `Put mongod ${OLDEST_VERSION} or later on PATH`,
    isAtHand: async () => (await locate(env)) !== undefined,
    async find() {
      const command = await locate(env);
      if (!command) throw new Error('there is no mongod on PATH');
      return askMongod(command, env, 'on PATH');
    },
  };
}

async function locate(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  for (const folder of (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean)) {
    const command = join(folder, name);
    const executable = await access(command, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return command;
  }
  return undefined;
}
