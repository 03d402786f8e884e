import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readDataNote, refusalToOpen } from './data-note.js';
import { downloadedMongod } from './downloaded-mongod.js';
import { findMongod } from './find-mongod.js';
import { checkGivenUri } from './given-uri.js';
import { isRunning } from './is-running.js';
import { maskCredentials } from './mask-credentials.js';
import { DataFolderInUse } from './mongod-process.js';
import { mongodOnPath } from './mongod-on-path.js';
import { startStore } from './start-store.js';
import { SET_NAME } from './replica-set.js';
import {
  awaitRunningMongod,
  findRunningMongod,
  forgetRunningMongod,
  writeRunningMongod,
  type RunningMongod,
} from './running-mongod.js';
import { stopMongod } from './stop-mongod.js';
import type { MongodSource } from './mongod-source.js';
import { wheelMongod } from './wheel-mongod.js';

/** How long somebody else's mongod on our data folder may take to be ready, before it counts as none of ours (ms). */
const PATIENCE = 10_000;

/** A MongoDB replica set that accepts writes. */
export interface Database {
  /** Address without a database's name, for mongoose and the driver. */
  uri: string;
  /** The same with its credentials masked, to be shown. */
  shownUri: string;
  /** How it was found, as one phrase: `given by MONGODB_URI`. */
  how: string;
  /** Stops, cleanly, a mongod that is ours to stop; otherwise does nothing. */
  close(): Promise<void>;
}

export interface FindDatabaseOptions {
  /** `MONGODB_URI` and `PATH` are read from it. */
  env: NodeJS.ProcessEnv;
  /** Run-time state: the data of a store of ours is in its `db`. */
  folder: string;
  /** Fetched programs; `<folder>/cache` by default. */
  cacheFolder?: string;
  /** For a store of ours; must be free. Without it, a free one is chosen. */
  port?: number;
  /** Takes one line about each step that may take a while. */
  report: (line: string) => void;
  /** Where a mongod may come from. */
  ways?: MongodSource[];
}

/**
 * Find a database, or make one: `MONGODB_URI`, a mongod that already runs on the data folder, then one started on it,
 * which is on PATH, downloaded, or taken from a Python wheel.
 *
 * Throws an error that is one sentence, or, when there is no way at all, the message that names the four ways.
 */
export async function findDatabase(options: FindDatabaseOptions): Promise<Database> {
  const { env, folder, port, report } = options;
  const cacheFolder = resolve(options.cacheFolder ?? join(folder, 'cache'));
  const uri = env.MONGODB_URI?.trim();
  if (uri) {
    await checkGivenUri('MONGODB_URI', uri);
    return { uri, shownUri: maskCredentials(uri), how: 'given by MONGODB_URI', close: async () => undefined };
  }

  const dataFolder = join(folder, 'db');
  const running = await findRunningMongod(dataFolder);
  if (running) return joined(running, dataFolder);

  const note = await readDataNote(dataFolder);
  const mongod = await findMongod({
    ways: options.ways ?? [
      mongodOnPath(env),
      downloadedMongod({ env, cacheFolder, report }),
      wheelMongod({ env, cacheFolder, report }),
    ],
    refuse: (version) => note && refusalToOpen(dataFolder, note, version),
    report,
  });
  try {
    const started = await startStore({ mongod, dataFolder, port, report });
    return owned(started, dataFolder, `mongod ${mongod.version} ${mongod.origin}, data in ${dataFolder}`);
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    report(`Waiting for the mongod that somebody else starts on ${dataFolder}`);
    const others = await awaitRunningMongod(dataFolder, PATIENCE);
    if (!others) throw error;
    return joined(others, dataFolder);
  }
}

function joined(running: RunningMongod, dataFolder: string): Database | Promise<Database> {
  return running.owner !== process.pid && isRunning(running.owner)
    ? shared(running, dataFolder)
    : adopted(running, dataFolder);
}

function shared(running: RunningMongod, dataFolder: string): Database {
  const how = `mongod ${running.version} already running on ${dataFolder}, shared with process ${running.owner}`;
  return { ...addresses(running), how, close: async () => undefined };
}

async function adopted(running: RunningMongod, dataFolder: string): Promise<Database> {
  const mine = { ...running, owner: process.pid };
  await writeRunningMongod(dataFolder, mine);
  return owned(
    mine,
    dataFolder,
    `mongod ${running.version} already running on ${dataFolder}, left behind by an earlier start`,
  );
}

function owned(running: RunningMongod, dataFolder: string, how: string): Database {
  // Should this process end without closing, the signal still reaches mongod, which then stops cleanly by itself.
  const lastResort = () => isRunning(running.pid) && process.kill(running.pid, 'SIGTERM');
  process.once('exit', lastResort);
  let closing: Promise<void> | undefined;
  return { ...addresses(running), how, close: () => (closing ??= close()) };

  async function close(): Promise<void> {
    await stopMongod(running);
    process.off('exit', lastResort);
    if (existsSync(dataFolder)) await forgetRunningMongod(dataFolder);
  }
}

function addresses({ port }: RunningMongod): Pick<Database, 'uri' | 'shownUri'> {
  const uri = `mongodb://127.0.0.1:${port}/?replicaSet=${SET_NAME}`;
  return { uri, shownUri: uri };
}
