import { setFlagsFromString } from 'node:v8';
import { Command, CommanderError } from 'commander';
import { checkCommand } from './commands/check.js';
import { composeCommand } from './commands/compose.js';
import { devCommand } from './commands/dev.js';
import { diffCommand } from './commands/diff.js';
import { docsCommand } from './commands/docs.js';
import { historyCommand } from './commands/history.js';
import { keyCommand } from './commands/key.js';
import { probeCommand } from './commands/probe.js';
import { publishCommand, retireCommand } from './commands/publish.js';
import { rollbackCommand } from './commands/rollback.js';
import { scaffoldCommand } from './commands/scaffold.js';
import { usageCommand } from './commands/usage.js';
import { CommandError, EXIT } from './report/exit-code.js';

// Each command imports what it works with only when it runs, so that all of them start at once.
const program = new Command('npm run schema --')
  .description(
    'Checks, publishes and explains the schemas of subgraphs. Data goes to standard output, messages to standard error.\nExit codes: 0 passed, 1 failed, 2 wrong usage, 3 not reachable.',
  )
  .exitOverride()
  .hook('preAction', (_, command) => {
    // Of a command that ends within seconds, optimising the code takes a quarter of the CPU time, and gives less back.
    if (command.name() !== 'dev') setFlagsFromString('--no-opt');
  });

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) =>
  process.exit(code === 'EPIPE' ? EXIT.passed : EXIT.failed),
);

const commands = [
  checkCommand,
  composeCommand,
  devCommand,
  diffCommand,
  docsCommand,
  historyCommand,
  keyCommand,
  probeCommand,
  publishCommand,
  retireCommand,
  rollbackCommand,
  scaffoldCommand,
  usageCommand,
];
for (const create of commands) program.addCommand(create().exitOverride());

await program.parseAsync().catch((error: Error) => {
  if (error instanceof CommanderError) {
    // Commander has printed it. A help that was asked for is no error.
    process.exitCode = error.exitCode === 0 ? EXIT.passed : EXIT.usage;
    return;
  }
  console.error(isExpected(error) ? error.message : error.stack);
  process.exitCode = error instanceof CommandError ? error.exitCode : EXIT.failed;
});

/** Whether the message of an error is all that a person needs. */
function isExpected(error: Error): boolean {
  return error instanceof CommandError || ['RegistryError', 'SupergraphError', 'VariablesError'].includes(error.name);
}
