import { copyFile, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from './cache-entry.js';
import { unpackedWheel, type Wheel } from './unpacked-wheel.js';

export interface OpensslOptions {
  env: NodeJS.ProcessEnv;
  cacheFolder: string;
  /** The wheel that carries the two libraries. */
  wheel: Wheel;
  report: (line: string) => void;
}

/**
 * A folder with OpenSSL 1.1 (`libssl.so.1.1`, `libcrypto.so.1.1`), which systems since 2022 no longer bring, taken
 * from the wheel of a database driver.
 *
 * Throws an error whose message is one clause.
 */
export function openssl({ env, cacheFolder, wheel, report }: OpensslOptions): Promise<string> {
  return cacheEntry(cacheFolder, `openssl-1.1-${process.platform}-${process.arch}`, async ({ work, result }) => {
    report(`Fetching OpenSSL 1.1 with pip (${wheel.requirement}, 3 MB)`);
    const libraries = join(await unpackedWheel(wheel, work, env), 'psycopg2_binary.libs');
    const names = await readdir(libraries);
    for (const library of ['libssl', 'libcrypto']) {
      const name = names.find((each) => each.startsWith(`${library}-`) && each.endsWith('.so.1.1'));
      if (!name) throw new Error(`the wheel ${wheel.requirement} holds no ${library}`);
      // libssl asks for libcrypto by the name that the wheel gave it, mongod by the usual one: both must be there.
      await copyFile(join(libraries, name), join(result, name));
      await symlink(name, join(result, `${library}.so.1.1`));
    }
  });
}
