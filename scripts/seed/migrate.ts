import { Command } from 'commander';
import { databaseNameOf } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { SCHEMA_VERSION } from '../../subgraphs/runtime/database/database-state.js';
import { NETWORK } from '../../subgraphs/runtime/history/who-changed.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { exitWithReason } from './exit-with-reason.js';
import { migrateSubgraph } from './migrate-subgraph.js';
import { withDatabases } from './with-databases.js';

new Command('npm run migrate --')
  .description(
    `Brings the databases to version ${SCHEMA_VERSION}: creates indexes, makes texts in Thai or English of the plain remarks, places and offices of older versions, and computes anew what is stored beside the facts of records, such as search keys and the timeline. Registrations for events that an older version called off are called off too, and who had a seat at what it set to held takes part in it; both are in the history of the record, by the office ${NETWORK}. It may be run again, and while subgraphs serve.`,
  )
  .addHelpText(
    'after',
    '\nThe database is found as by npm start; MONGODB_URI and <NAME>_MONGODB_URI name another: .env.example explains each.',
  )
  .parse();

await migrate().catch(exitWithReason);

async function migrate(): Promise<void> {
  const say = (line: string) => console.log(line);
  await withDatabases(async ({ uriOf }) => {
    for (const subgraph of subgraphs) {
      const name = databaseNameOf(subgraph.name);
      const database = openDatabase({ uri: uriOf(subgraph.name), name, isPatient: true });
      try {
        await database.connected();
        const { from, records, changed } = await migrateSubgraph(database, subgraph);
        say(`${subgraph.name}: version ${from} to ${SCHEMA_VERSION}, ${records} records, ${changed} changed`);
      } finally {
        await database.close();
      }
    }
  }, say);
}
