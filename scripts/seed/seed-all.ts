import { databaseNameOf } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { seedSubgraph, type SeededCollection } from './seed-subgraph.js';

export interface SeedAllOptions {
  /** The database of a subgraph, by its name. */
  uriOf: (subgraph: string) => string;
  /** Whether empty collections are filled, all are filled anew, or they are only counted. */
  mode: 'fill' | 'reset' | 'count';
  /** Adds to a subgraph what its files do not hold. */
  grow?: (database: Database, subgraph: Subgraph) => Promise<SeededCollection[]>;
}

/**
 * Fills the databases of all subgraphs.
 *
 * @returns each collection, in the order of the subgraphs
 * @throws when a database is down or a document does not fit
 */
export async function seedAll({ uriOf, mode, grow }: SeedAllOptions): Promise<SeededCollection[]> {
  const done = await Promise.all(
    subgraphs.map(async (subgraph) => {
      const database = openDatabase({
        uri: uriOf(subgraph.name),
        name: databaseNameOf(subgraph.name),
        isPatient: true,
      });
      try {
        await database.connected();
        const seeded =
          mode === 'count'
            ? await count(database, subgraph)
            : await seedSubgraph(database, subgraph, { reset: mode === 'reset' });
        return merged(seeded, (await grow?.(database, subgraph)) ?? []);
      } finally {
        await database.close();
      }
    }),
  );
  return done.flat();
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
