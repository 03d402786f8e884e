import { Command } from 'commander';
import { fromUser } from '../options/from-user.js';
import { exitWithReason } from '../seed/exit-with-reason.js';
import { backUp } from './back-up.js';
import { printManifest, type Manifest } from './backup-folder.js';
import { withSubgraphDatabases } from './with-subgraph-databases.js';

interface Flags {
  to: string;
  gzip: boolean;
  json: boolean;
}

const { to, gzip, json } = new Command('npm run backup --')
  .description(
    'Writes all records of every subgraph, with their history, indexes and options of collections, into a new folder. All that lives in one store is as it was at one moment, also while others write.',
  )
  .requiredOption('--to <folder>', 'the new folder; it has this name only when the backup is complete')
  .option('--gzip', 'compress the files of the documents', false)
  .option('--json', 'print the manifest as JSON', false)
  .addHelpText(
    'after',
    `
The database is found as by npm start; MONGODB_URI and <NAME>_MONGODB_URI name another: .env.example explains each. A store
keeps what documents were before for minSnapshotHistoryWindowInSeconds, 300 by default: a backup that takes longer fails and
says so. The files are extended JSON (canonical), one document a line, and hold personal data. npm run restore reads them.

Example:
  npm run backup -- --to ../backups/$(date +%F) --gzip`,
  )
  .parse()
  .opts<Flags>();

const say = (line: string) => console.error(line);

await withSubgraphDatabases(
  (databases) => backUp({ databases, folder: fromUser(to), isCompressed: gzip, report: say }),
  say,
).then(print, exitWithReason);

function print(manifest: Manifest): void {
  if (json) {
    process.stdout.write(printManifest(manifest));
    return;
  }
  for (const [subgraph, { collections }] of Object.entries(manifest.databases))
    for (const { name, count } of collections) process.stdout.write(`${subgraph}.${name}: ${count}\n`);
  say(`Backed up to ${to}. To try it beside the records: npm run restore -- --from ${to} --prefix rehearsal_`);
}
