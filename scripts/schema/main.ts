import { Command } from 'commander';
import { composeCommand } from './compose-command.js';
import { CompositionError } from './composition-error.js';

const FOLDER = 'schema';

const program = new Command('npm run schema --')
  .description('Keeps schema/: what the subgraphs are printed to and composed into, and the named operations.');

program
  .command('compose')
  .description('print each subgraph, compose them, and write schema/; checks schema/operations/ too')
  .option('--check', 'write nothing; exit 1 when a file is not what the subgraphs give, or an operation does not fit')
  .action(async ({ check = false }: { check?: boolean }) => {
    process.exitCode = (await composeCommand({ check, folder: FOLDER, print: (line) => console.log(line) })) ? 0 : 1;
  });

await program.parseAsync().catch((error: Error) => {
  console.error(error instanceof CompositionError ? error.message : error.stack);
  process.exitCode = 1;
});
