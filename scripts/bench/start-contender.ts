import { join } from 'node:path';
import { freePort } from '../database/free-port.js';
import { askOnce } from './ask.js';
import { startBenchProcess } from './bench-process.js';
import type { ContenderParts, RunningContender } from './contender.js';

export interface ContenderProgram {
  name: string;
  file: string;
  args?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Whether it is there before it can answer a query. */
  onlyListens?: boolean;
}

/** Starts a gateway that is a program of Node.js, on a port of its own, and waits until it answers. */
export async function startContender(
  { name, file, args = [], env = {}, onlyListens = false }: ContenderProgram,
  { network, env: replaced }: ContenderParts,
): Promise<RunningContender> {
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}/graphql`;
  const isReady = async () => {
    const { result } = await askOnce(url, { query: '{ __typename }' }, {});
    return onlyListens || result.data?.['__typename'] === 'Query';
  };
  const process = await startBenchProcess({
    file,
    args,
    env: { ...network.env, HOST: '127.0.0.1', PORT: String(port), ...env, ...replaced },
    log: join(network.folder, 'logs', `${name}.log`),
    isReady,
  });
  return { url, process, stop: () => process.stop() };
}
