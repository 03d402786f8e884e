import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { EXIT } from '../report/exit-code.js';
import type { SubgraphSdl } from '../composition/compose-supergraph.js';

/** The registry of a checkout. */
const FOLDER = 'schema';
/** What builds the application, and what prints the SDL of our subgraphs: neither is a part of this command. */
const BUILDER = join('scripts', 'build', 'prepare.js');
const PRINTER = join('dist', 'scripts', 'schema', 'compose', 'printed-subgraphs.js');

export function composeCommand(): Command {
  return new Command('compose')
    .description(
      'print the SDL of each subgraph of this repository, compose it with those of other teams, and write schema/',
    )
    .option('--check', 'write nothing; exit with 1 when a file is not up to date, or an operation is not valid')
    .addHelpText('after', '\nExample:\n  npm run schema -- compose --check')
    .action(async ({ check = false }: { check?: boolean }) => {
      const { composeCheckout } = await import('../compose/compose-checkout.js');
      const passed = await composeCheckout({ ours: await printOurs(), folder: FOLDER, check, print: console.error });
      process.exitCode = passed ? EXIT.passed : EXIT.failed;
    });
}

async function printOurs(): Promise<SubgraphSdl[]> {
  const builder = (await import(pathToFileURL(BUILDER).href)) as { prepare(): Promise<void> };
  await builder.prepare();
  const printer = (await import(pathToFileURL(PRINTER).href)) as { printedSubgraphs(): SubgraphSdl[] };
  return printer.printedSubgraphs();
}
