import { databaseNameOf } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { createIndexes } from '../../subgraphs/runtime/database/create-indexes.js';
import { readDatabaseState, SCHEMA_VERSION } from '../../subgraphs/runtime/database/database-state.js';
import { hasRecords } from '../../subgraphs/runtime/database/prepare-database.js';
import { migrateSubgraph } from './migrate-subgraph.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { seedSubgraph, type SeededCollection } from './seed-subgraph.js';

export interface SeedAllOptions {
  /** The database of a subgraph, by its name. */
  uriOf: (subgraph: string) => string;
  /**
   * `fill`: empty collections are filled, unless there are records that no data file gave. `sample`: they are filled in any
   * case. `reset`: every record is removed first. `indexes`: indexes only. `count`: nothing is changed.
   */
  mode: 'fill' | 'sample' | 'reset' | 'indexes' | 'count';
  /** Takes one line about what was left undone. */
  report?: (line: string) => void;
  /** Adds to a subgraph what its files do not hold. */
  grow?: (database: Database, subgraph: Subgraph) => Promise<SeededCollection[]>;
}

/**
 * Fills the databases of all subgraphs.
 *
 * @returns each collection, in the order of the subgraphs
 * @throws when a database is down or a document does not fit
 */
export async function seedAll({ uriOf, mode, grow, report }: SeedAllOptions): Promise<SeededCollection[]> {
  const opened = subgraphs.map((subgraph) => ({
    subgraph,
    database: openDatabase({ uri: uriOf(subgraph.name), name: databaseNameOf(subgraph.name), isPatient: true }),
  }));
  try {
    await Promise.all(opened.map(({ database }) => database.connected()));
    const holdsRealRecords = mode === 'fill' && (await Promise.all(opened.map(hasRealRecords))).includes(true);
    if (holdsRealRecords)
      report?.(
        'There are records that no data file gave: no sample data is put beside them. npm run seed -- --sample-data does so.',
      );
    const done = await Promise.all(
      opened.map(async ({ subgraph, database }) => {
        if (mode === 'indexes') await createIndexes(database, subgraph);
        if (holdsRealRecords && (await readDatabaseState(database)).schemaVersion !== SCHEMA_VERSION)
          await migrateSubgraph(database, subgraph);
        const seeded =
          holdsRealRecords || mode === 'count' || mode === 'indexes'
            ? await count(database, subgraph)
            : await seedSubgraph(database, subgraph, { reset: mode === 'reset' });
        return merged(seeded, (await grow?.(database, subgraph)) ?? []);
      }),
    );
    return done.flat();
  } finally {
    await Promise.all(opened.map(({ database }) => database.close()));
  }
}

/** Tells whether a database holds records, and did not begin with those of the data files. */
async function hasRealRecords({ database, subgraph }: { database: Database; subgraph: Subgraph }): Promise<boolean> {
  return (await hasRecords(database, subgraph)) && !(await readDatabaseState(database)).isSample;
}

async function count(database: Database, subgraph: Subgraph): Promise<SeededCollection[]> {
  return Promise.all(
    subgraph.seed.map(async ({ model }) => ({
      collection: model.name,
      count: await database.model(model).countDocuments(),
      inserted: 0,
    })),
  );
}

function merged(seeded: SeededCollection[], grown: SeededCollection[]): SeededCollection[] {
  return seeded.map(({ collection, count, inserted }) => {
    const more = grown.find((each) => each.collection === collection);
    return more
      ? { collection, count: more.count, inserted: inserted + more.inserted }
      : { collection, count, inserted };
  });
}
