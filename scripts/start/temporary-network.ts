import { readStartConfig } from './config.js';
import { Network } from './network.js';

export interface TemporaryNetworkOptions {
  /** Data, which is seeded anew each time, and run-time state. */
  folder: string;
  /** Variables that are set beside those of this process's environment. */
  env: NodeJS.ProcessEnv;
  report: (line: string) => void;
}

/** Runs `work` with a whole network that has a database of its own and free ports, and stops the network afterwards. */
export async function withTemporaryNetwork<T>(
  { folder, env, report }: TemporaryNetworkOptions,
  work: (network: Network) => Promise<T>,
): Promise<T> {
  // Without MONGODB_URI: that database would be reset and filled with invented events.
  const { MONGODB_URI: _, ...given } = process.env;
  const network = new Network({
    config: readStartConfig({
      ...given,
      CITYLINK_FOLDER: folder,
      PORT: '0',
      METRICS_PORT: '',
      USAGE: 'off',
      PLAYGROUND: 'off',
      LOG_LEVEL: 'fatal',
      ...env,
    }),
    seed: 'reset',
    report,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
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
