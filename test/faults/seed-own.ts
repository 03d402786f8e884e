import { seedSubgraph } from '../../scripts/seed/seed-subgraph.js';
import { databaseNameOf } from '../../subgraphs/config.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import type { OwnDatabase } from './own-database.js';

/** Fills the database that a subgraph has by default, and gives it to look into. */
export async function seedOwn({ uri }: OwnDatabase, subgraph: Subgraph): Promise<Database> {
  const database = openDatabase({ uri, name: databaseNameOf(subgraph.name), isPatient: true });
  await database.connected();
  await seedSubgraph(database, subgraph, { reset: false });
  return database;
}
