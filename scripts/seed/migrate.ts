import { Command } from 'commander';
import { join } from 'node:path';
import { databaseNameOf } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { VariablesError } from '../../subgraphs/process/variables.js';
import { SCHEMA_VERSION } from '../../subgraphs/runtime/database/database-state.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { withFileLock } from '../build/file-lock.js';
import { readStartConfig } from '../start/config.js';
import { findDatabases } from '../start/databases.js';
import { migrateSubgraph } from './migrate-subgraph.js';

new Command('npm run migrate --')
  .description(
    `Brings the databases to version ${SCHEMA_VERSION}: creates indexes, and computes anew what is stored beside the facts of records, such as search keys and the timeline. No fact is changed; it may be run again, and while subgraphs serve.`,
  )
  .addHelpText(
    'after',
    '\nThe database is found as by npm start; MONGODB_URI and <NAME>_MONGODB_URI name another: .env.example explains each.',
  )
  .parse();

await migrate().catch((error: Error) => {
  console.error(error instanceof VariablesError || error.constructor === Error ? error.message : error.stack);
  process.exitCode = 1;
});

async function migrate(): Promise<void> {
  const config = readStartConfig(process.env);
  const say = (line: string) => console.log(line);
  await withFileLock(
    join(config.folder, 'start.lock'),
    async () => {
      const databases = await findDatabases(config, say);
      try {
        for (const subgraph of subgraphs) {
          const uri = databases.uriOf(subgraph.name);
          const database = openDatabase({ uri, name: databaseNameOf(subgraph.name), isPatient: true });
          try {
            await database.connected();
            const { from, records } = await migrateSubgraph(database, subgraph);
            say(`${subgraph.name}: version ${from} to ${SCHEMA_VERSION}, ${records} records`);
          } finally {
            await database.close();
          }
        }
      } finally {
        await databases.close();
      }
    },
    (owner) => say(`Waiting for process ${owner}, which is at the database`),
  );
}
