import { afterEach } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findDatabase, type Database, type FindDatabaseOptions } from '../../scripts/database/find.js';
import { findRunningMongod } from '../../scripts/database/running-mongod.js';
import { stopMongod } from '../../scripts/database/stop-mongod.js';

export interface TemporaryStores {
  /** A new empty folder, removed after the test together with the mongod that may still run in it. */
  folder(name?: string): Promise<string>;
  /** `findDatabase` with an empty environment; what it gives is closed after the test. */
  find(options: Partial<FindDatabaseOptions> & { folder: string }): Promise<Database>;
}

/** For a test file: folders and stores that do not outlive the test which made them, however it ends. */
export function temporaryStores(): TemporaryStores {
  const folders: string[] = [];
  const databases: Database[] = [];
  afterEach(async () => {
    for (const database of databases.splice(0)) await database.close();
    for (const folder of folders.splice(0)) {
      const left = await findRunningMongod(join(folder, 'db'));
      if (left) await stopMongod(left);
      await rm(folder, { recursive: true, force: true });
    }
  });
  return {
    async folder(name = 'store') {
      // Named so that the set-up of the next run sweeps it up should this run be killed.
      await mkdir(resolve('.citylink', 'test'), { recursive: true });
      const folder = await mkdtemp(resolve('.citylink', 'test', `${name}-${process.pid}-`));
      folders.push(folder);
      return folder;
    },
    async find(options) {
      const database = await findDatabase({ env: {}, report: () => undefined, ...options });
      databases.push(database);
      return database;
    },
  };
}
