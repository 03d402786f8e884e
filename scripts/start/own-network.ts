import { readStartConfig } from './config.js';
import { Network } from './network.js';

export interface OwnNetworkOptions {
  /** Its data, seeded anew each time, and its run-time state. */
  folder: string;
  /** What it is told beside this process's environment. */
  env: NodeJS.ProcessEnv;
  report: (line: string) => void;
}

/** Runs a whole network for as long as some work with it lasts, on a database of its own and any free ports. */
export async function withOwnNetwork<T>(
  { folder, env, report }: OwnNetworkOptions,
  work: (network: Network) => Promise<T>,
): Promise<T> {
  // Not MONGODB_URI: nobody wants invented events in a database of theirs.
  const { MONGODB_URI: _, ...given } = process.env;
  const network = new Network({
    config: readStartConfig({
      ...given,
      CITYLINK_FOLDER: folder,
      PORT: '0',
      PLAYGROUND: 'off',
      LOG_LEVEL: 'fatal',
      ...env,
    }),
    seed: 'reset',
    report,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void network.stop().finally(() => process.exit(130)));
  try {
    await network.openDatabases(report);
    await network.compose();
    await network.choosePorts();
    await Promise.all([network.startSubgraphs(), network.startGateway()]);
    return await work(network);
  } finally {
    await network.stop();
  }
}
