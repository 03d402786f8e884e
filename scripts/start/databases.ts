import { join } from 'node:path';
import { subgraphs } from '../../subgraphs/index.js';
import { mongodbVariable } from '../../subgraphs/config.js';
import { findDatabase } from '../database/find.js';
import { checkGivenUri } from '../database/given-uri.js';
import { maskCredentials } from '../database/mask-credentials.js';
import type { StartConfig } from './config.js';

/** Fetched programs are shared by all folders of data. */
const CACHE = join('.citylink', 'cache');

/** Where the subgraphs keep their data. */
export interface Databases {
  uriOf: (subgraph: string) => string;
  /** Each address, its credentials masked, and how it was found. */
  shown: ReadonlyArray<{ uri: string; how: string }>;
  /** Stops the databases that this process has started. */
  close(): Promise<void>;
}

/**
 * Finds a database for every subgraph: its own where one is given, and otherwise one for all others.
 *
 * @param config `port` keeps a store of ours where it was
 * @throws an error that is one sentence, or names the four ways to a database
 */
export async function findDatabases(
  { env, folder, ownDatabases, port }: Pick<StartConfig, 'env' | 'folder' | 'ownDatabases'> & { port?: number },
  report: (line: string) => void,
): Promise<Databases> {
  await Promise.all([...ownDatabases].map(([name, uri]) => checkGivenUri(mongodbVariable(name), uri)));
  const own = [...ownDatabases].map(([name, uri]) => ({
    uri: maskCredentials(uri),
    how: `given by ${mongodbVariable(name)}`,
  }));
  if (subgraphs.every(({ name }) => ownDatabases.has(name))) {
    return { uriOf: (name) => ownDatabases.get(name)!, shown: own, close: async () => undefined };
  }
  const common = await findDatabase({ env, folder, cacheFolder: CACHE, report, ...(port !== undefined && { port }) });
  return {
    uriOf: (name) => ownDatabases.get(name) ?? common.uri,
    shown: [{ uri: common.shownUri, how: common.how }, ...own],
    close: () => common.close(),
  };
}
