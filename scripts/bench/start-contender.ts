import { join } from 'node:path';
import { freePort } from '../database/free-port.js';
import { askForData } from './ask-for-data.js';
import { askOnce } from './ask.js';
import type { BenchNetwork } from './bench-network.js';
import { startBenchProcess } from './bench-process.js';
import type { ContenderParts, RunningContender } from './contender.js';
import { usageOf } from './usage.js';

/** The first query: it needs a plan, so that a planner which is started late counts too. */
const FIRST_QUERY = { query: '{ cities(first: 1) { nodes { id } } }' };

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
  { network, env: replaced }: { network: Pick<BenchNetwork, 'folder' | 'env'> } & Pick<ContenderParts, 'env'>,
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
  const stop = () => process.stop();
  if (onlyListens) return { url, process, stop };
  try {
    await askForData(url, FIRST_QUERY);
    return { url, process, untilReady: await usageOf([process]), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
