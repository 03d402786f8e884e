import { Command } from 'commander';
import { subgraphs } from '../../subgraphs/index.js';
import { readVariables, VariablesError } from '../../subgraphs/process/variables.js';
import { keyVariables } from './key-variables.js';
import { secretVariables } from './secret-variables.js';

const ours = subgraphs.map(({ name }) => name);

const { args, options } = parse();
try {
  const { SUBGRAPH_SECRET, SUBGRAPH_SECRET_SECOND } = readVariables(process.env, secretVariables);
  const secrets = [SUBGRAPH_SECRET, ...(SUBGRAPH_SECRET_SECOND === undefined ? [] : [SUBGRAPH_SECRET_SECOND])];
  for (const name of args.length > 0 ? args : ours) {
    const called = options.calls ?? (ours.includes(name) ? ours : []);
    const lines = Object.entries(keyVariables(secrets, name, called)).map(([key, value]) => `${key}=${value}`);
    process.stdout.write(`# ${name}\n${lines.join('\n')}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof VariablesError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

function parse() {
  const command = new Command('npm run --silent keys --')
    .description(
      'Prints the keys of subgraphs, derived from SUBGRAPH_SECRET: the variables with which each is started.\nOnly this command and the gateway need SUBGRAPH_SECRET; a subgraph gets its own lines and nothing else.',
    )
    .argument('[subgraphs...]', `names in the supergraph (default: ${ours.join(', ')})`)
    .option('--calls <subgraphs...>', 'the subgraphs that they call themselves (default: ours call each other)')
    .addHelpText(
      'after',
      `
To change the secret without refusing a request:
  1. SUBGRAPH_SECRET=<old> SUBGRAPH_SECRET_SECOND=<new>: give each subgraph the lines that are printed, start it again.
  2. SUBGRAPH_SECRET=<new> SUBGRAPH_SECRET_SECOND=<old>: the same; then start the gateway with SUBGRAPH_SECRET=<new>.
  3. SUBGRAPH_SECRET=<new>: the same for the subgraphs. The old secret is worth nothing any more.

Example:
  SUBGRAPH_SECRET=... npm run --silent keys -- weather`,
    )
    .parse();
  return { args: command.args, options: command.opts<{ calls?: string[] }>() };
}
