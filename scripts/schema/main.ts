import { Command } from 'commander';
import { composeCommand } from './compose-command.js';
import { CompositionError } from './composition/composition-error.js';

const FOLDER = 'schema';

const program = new Command('npm run schema --').description(
  'Composes the subgraphs into schema/, and checks the operations in schema/operations/.',
);

program
  .command('compose')
  .description('print the SDL of each subgraph, compose them, and write schema/; check schema/operations/')
  .option('--check', 'write nothing; exit with 1 when a file is not up to date, or an operation is not valid')
  .action(async ({ check = false }: { check?: boolean }) => {
    process.exitCode = (await composeCommand({ check, folder: FOLDER, print: (line) => console.log(line) })) ? 0 : 1;
  });

await program.parseAsync().catch((error: Error) => {
  console.error(error instanceof CompositionError ? error.message : error.stack);
  process.exitCode = 1;
});
