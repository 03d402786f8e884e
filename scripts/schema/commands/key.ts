import { Command } from 'commander';
import { VariablesError } from '../../../subgraphs/process/variables.js';
import { keyVariables } from '../../keys/key-variables.js';
import { readSecrets } from '../../keys/read-secrets.js';
import { isSubgraphName } from '../../../gateway/supergraph/registry/manifest.js';
import { CommandError, usageError } from '../report/exit-code.js';

/** `key`: prints the signing keys of subgraphs. */
export function keyCommand(): Command {
  return new Command('key')
    .description(
      'print the signing key of a subgraph, derived from SUBGRAPH_SECRET, as variables to start it with; on a development machine from the secret of `npm start`',
    )
    .argument('[subgraphs...]', "names in the supergraph (default: this repository's)")
    .option('--calls <subgraphs...>', 'other subgraphs that they call (default: ours call each other)')
    .addHelpText(
      'after',
      `
Only this command and the gateway need SUBGRAPH_SECRET; no subgraph gets it.

To change the secret without refusing a request:
  1. Run this with SUBGRAPH_SECRET=<old> SUBGRAPH_SECRET_SECOND=<new>. Restart each subgraph with the lines that are printed.
  2. Run this with SUBGRAPH_SECRET=<new> SUBGRAPH_SECRET_SECOND=<old>. Restart each subgraph with the lines that are printed,
     then the gateway with SUBGRAPH_SECRET=<new>.
  3. Run this with SUBGRAPH_SECRET=<new> alone. Restart each subgraph with the lines that are printed: the old secret is no
     longer accepted.

Example:
  npm run --silent schema -- key transit > transit/.env`,
    )
    .action(async (names: string[], { calls }: { calls?: string[] }) => {
      await printKeys(names, calls).catch((error: Error) => {
        throw error instanceof VariablesError ? new CommandError(error.message) : error;
      });
    });
}

async function printKeys(named: readonly string[], calls: readonly string[] | undefined): Promise<void> {
  for (const name of [...named, ...(calls ?? [])])
    if (!isSubgraphName(name))
      throw usageError(
        `"${name}" is no name of a subgraph: use lower case letters, digits, dashes and _, such as transit.`,
      );
  const { secrets, isDevelopment } = readSecrets(process.env);
  if (isDevelopment) process.stderr.write('SUBGRAPH_SECRET is not set: derived from the secret of `npm start`.\n');
  const { readRegistry } = await import('../registry/published-registry.js');
  const { manifest } = await readRegistry('schema');
  const ours = manifest.subgraphs.filter(({ isOurs }) => isOurs).map(({ name }) => name);
  for (const name of named.length > 0 ? named : ours) {
    const called = calls ?? (ours.includes(name) ? ours : []);
    const lines = Object.entries(keyVariables(secrets, name, called)).map(([key, value]) => `${key}=${value}`);
    process.stdout.write(`# ${name}\n${lines.join('\n')}\n`);
  }
}
