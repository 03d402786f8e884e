import { Command } from 'commander';
import { wholeNumber } from '../options/whole-number.js';
import { growSubgraph } from './invented/grow-subgraph.js';
import { confirmReset } from './confirm-reset.js';
import { exitWithReason } from './exit-with-reason.js';
import { seedAll } from './seed-all.js';
import { withDatabases } from './with-databases.js';

interface Flags {
  reset: boolean;
  yes: boolean;
  sampleData: boolean;
  indexesOnly: boolean;
  scale?: number;
}

const flags = new Command('npm run seed --')
  .description('Fills the empty collections of every subgraph from its data files and creates the indexes.')
  .option(
    '--reset',
    'remove every record first, with the history, the timeline and what idempotency keys gave;\nasks when NODE_ENV is production',
    false,
  )
  .option('--yes', 'do not ask', false)
  .option('--sample-data', 'also put the sample data beside records that no data file gave', false)
  .option('--indexes-only', 'only create the collections and their indexes', false)
  .option(
    '--scale <cities>',
    'also add this number of invented cities, each with 5 partners and 20 events. The same number always gives\nthe same records; a larger one adds the rest. Their ids begin with "invented-".\nWhere most of a large store is new, its indexes are made again at the end: lists are slow until then',
    wholeNumber,
  )
  .addHelpText(
    'after',
    '\nIt uses the database that npm start uses, or the one of MONGODB_URI or <NAME>_MONGODB_URI: .env.example explains each.',
  )
  .parse()
  .opts<Flags>();

await seed(flags).catch(exitWithReason);

async function seed({ reset, yes, sampleData, indexesOnly, scale }: Flags): Promise<void> {
  if (indexesOnly && (reset || sampleData || scale !== undefined))
    throw new Error('--indexes-only puts in no records: give it alone.');
  if (reset) await confirmReset(process.env, yes);
  const say = (line: string) => console.log(line);
  await withDatabases(async (databases) => {
    for (const { uri, how } of databases.shown) say(`Database: ${uri} (${how})`);
    const seeded = await seedAll({
      uriOf: databases.uriOf,
      mode: indexesOnly ? 'indexes' : reset ? 'reset' : sampleData ? 'sample' : 'fill',
      report: say,
      ...(scale !== undefined && { grow: (database, subgraph) => growSubgraph(database, subgraph, scale) }),
    });
    for (const { collection, count, inserted } of seeded)
      say(`${collection}: ${count}${inserted > 0 ? ` (${inserted} new)` : ''}`);
  }, say);
}
