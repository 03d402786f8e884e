import { databaseNameOf } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { readDatabaseState } from '../../subgraphs/runtime/database/database-state.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { withDatabases } from '../seed/with-databases.js';
import type { SubgraphDatabase } from './back-up.js';

/** Does a work at the database of each subgraph, found as by `npm start`. */
export async function withSubgraphDatabases<T>(
  work: (databases: SubgraphDatabase[]) => Promise<T>,
  say: (line: string) => void,
): Promise<T> {
  let result: T;
  await withDatabases(async ({ uriOf, shown }) => {
    for (const { uri, how } of shown) say(`Database: ${uri} (${how})`);
    const opened = subgraphs.map(({ name }) => ({
      subgraph: name,
      database: openDatabase({ uri: uriOf(name), name: databaseNameOf(name), isPatient: true }),
    }));
    try {
      const databases: SubgraphDatabase[] = [];
      for (const { subgraph, database } of opened) {
        await database.connected();
        const { schemaVersion } = await readDatabaseState(database);
        databases.push({ subgraph, db: database.connection.db!, schemaVersion });
      }
      result = await work(databases);
    } finally {
      await Promise.all(opened.map(({ database }) => database.close()));
    }
  }, say);
  return result!;
}
