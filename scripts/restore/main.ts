import { Command, InvalidArgumentError } from 'commander';
import { withSubgraphDatabases } from '../backup/with-subgraph-databases.js';
import { fromUser } from '../options/from-user.js';
import { confirmReset } from '../seed/confirm-reset.js';
import { exitWithReason } from '../seed/exit-with-reason.js';
import { restore, type RestoredCollection } from './restore.js';

interface Flags {
  from: string;
  replace: boolean;
  yes: boolean;
  prefix: string;
  json: boolean;
}

const flags = new Command('npm run restore --')
  .description(
    'Restores the records of every subgraph from a folder that npm run backup has written, after its checksums were verified. The databases must be empty.',
  )
  .requiredOption('--from <folder>', 'the folder of the backup')
  .option(
    '--replace',
    'remove what the databases have, once everything was restored beside it;\nasks when NODE_ENV is production. Stop the subgraphs before',
    false,
  )
  .option('--yes', 'do not ask', false)
  .option(
    '--prefix <text>',
    'restore to databases whose names begin with this, beside the others: for a rehearsal',
    prefix,
    '',
  )
  .option('--json', 'print each collection and its count as JSON', false)
  .addHelpText(
    'after',
    `
The database is found as by npm start; MONGODB_URI and <NAME>_MONGODB_URI name another: .env.example explains each. After a
backup of an older version run npm run migrate; at the end, start the network and run npm run verify.

Example:
  npm run restore -- --from ../backups/2026-11-30 --prefix rehearsal_`,
  )
  .parse()
  .opts<Flags>();

const say = (line: string) => console.error(line);

await run(flags).then(print, exitWithReason);

async function run({ from, replace, yes, prefix }: Flags): Promise<RestoredCollection[]> {
  if (replace) await confirmReset(process.env, yes, '--replace');
  return withSubgraphDatabases(
    (databases) =>
      restore({
        databases: databases.map(({ subgraph, db }) => ({
          subgraph,
          db: prefix === '' ? db : db.client.db(`${prefix}${db.databaseName}`),
        })),
        folder: fromUser(from),
        replace,
        report: say,
      }),
    say,
  );
}

function print(restored: RestoredCollection[]): void {
  if (flags.json) process.stdout.write(`${JSON.stringify(restored, undefined, 2)}\n`);
  else
    for (const { subgraph, collection, count } of restored)
      process.stdout.write(`${subgraph}.${collection}: ${count}\n`);
  const databases = [...new Set(restored.map(({ database }) => database))].join(', ');
  say(`Restored to ${databases}; the counts are those of the backup.`);
}

function prefix(text: string): string {
  if (!/^[a-z0-9_-]{1,20}$/i.test(text))
    throw new InvalidArgumentError('It must be up to 20 letters, digits, "_" or "-".');
  return text;
}
