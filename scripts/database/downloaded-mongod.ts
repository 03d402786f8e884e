import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DryMongoBinary } from 'mongodb-memory-server-core/lib/util/DryMongoBinary.js';
import { askMongod } from './mongod.js';
import { runCommand } from './run-command.js';
import type { MongodSource } from './mongod-source.js';

/** The version that this release of mongodb-memory-server-core is itself tested with. */
const VERSION = '8.2.6';

/**
 * mongodb-memory-server-core downloads in a process of its own, because only a process can be told to give up: the
 * library has no abort, prints its progress to standard output, and reads its settings from the environment. The
 * process exits by itself after a failure, because the library leaves the connection of a refused request open.
 */
const DOWNLOAD = `
const [library, version, downloadDir] = process.argv.slice(1);
require(library).MongoBinary.getPath({ version, downloadDir })
  .catch((error) => { console.error(error.message); process.exit(1); });
`;

/**
 * Located from here: the process would look for it in the folder that it was started in. Located when it is used: the
 * runtime files of a deployment are without it.
 */
const locateLibrary = () => createRequire(import.meta.url).resolve('mongodb-memory-server-core');

export interface DownloadOptions {
  env: NodeJS.ProcessEnv;
  cacheFolder: string;
  report: (line: string) => void;
  /** How long the download may take to begin, in milliseconds. */
  patience?: number;
}

/** The way of MongoDB's own build, downloaded by mongodb-memory-server-core into the cache. */
export function downloadedMongod({ env, cacheFolder, report, patience = 4500 }: DownloadOptions): MongodSource {
  const downloadDir = join(cacheFolder, 'mongodb-memory-server');
  const locate = () => DryMongoBinary.locateBinary({ version: VERSION, downloadDir });
  return {
    advice: 'Let mongodb-memory-server-core download MongoDB from its makers',
    version: VERSION,
    isAtHand: async () => (await locate()) !== undefined,
    async find() {
      if (!(await locate())) await download();
      const command = await locate();
      if (!command) throw new Error('the download ended without a mongod');
      return askMongod(command, env, 'downloaded by mongodb-memory-server-core');
    },
  };

  async function download(): Promise<void> {
    const silence = new AbortController();
    const timer = setTimeout(
      () => silence.abort(new Error(`the download did not begin within ${patience} ms`)),
      patience,
    );
    const result = await runCommand(process.execPath, ['-e', DOWNLOAD, locateLibrary(), VERSION, downloadDir], {
      // Unless npm's strict-ssl is said aloud, the library accepts any certificate.
      env: { npm_config_strict_ssl: 'true', MONGOMS_MAX_RETRIES: '1', ...env },
      signal: silence.signal,
      onOutput(text) {
        clearTimeout(timer);
        report(text.trim());
      },
    }).finally(() => clearTimeout(timer));
    if (result.code !== 0) throw new Error(result.stderr.trim().replace(/\s*\n\s*/g, ' ') || 'the download failed');
  }
}
