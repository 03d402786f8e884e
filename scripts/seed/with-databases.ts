import { readStartConfig } from '../start/config.js';
import { findDatabases, type Databases } from '../start/databases.js';
import { runAlone } from '../start/run-alone.js';

/**
 * Does a work at the databases that `npm start` uses, while no other command does one.
 *
 * @param say takes one line about what is found, and for whom it waits
 */
export async function withDatabases(
  work: (databases: Databases) => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const config = readStartConfig(process.env);
  await runAlone(
    config.folder,
    async () => {
      const databases = await findDatabases(config, say);
      try {
        await work(databases);
      } finally {
        await databases.close();
      }
    },
    say,
  );
}
