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
      'Prints the signing keys of subgraphs, derived from SUBGRAPH_SECRET, as variables: start each subgraph with its own.\nOnly this command and the gateway need SUBGRAPH_SECRET; no subgraph gets it.',
    )
    .argument('[subgraphs...]', `names in the supergraph (default: ${ours.join(', ')})`)
    .option('--calls <subgraphs...>', 'other subgraphs that they call (default: ours call each other)')
    .addHelpText(
      'after',
      `
To change the secret without refusing a request:
  1. Run this with SUBGRAPH_SECRET=<old> SUBGRAPH_SECRET_SECOND=<new>. Restart each subgraph with the lines that are printed.
  2. Run this with SUBGRAPH_SECRET=<new> SUBGRAPH_SECRET_SECOND=<old>. Restart each subgraph with the lines that are printed,
     then the gateway with SUBGRAPH_SECRET=<new>.
  3. Run this with SUBGRAPH_SECRET=<new> alone. Restart each subgraph with the lines that are printed: the old secret is no
     longer accepted.

Example:
  SUBGRAPH_SECRET=... npm run --silent keys -- weather`,
    )
    .parse();
  return { args: command.args, options: command.opts<{ calls?: string[] }>() };
}
