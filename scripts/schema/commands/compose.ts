import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import type { SubgraphSdl } from '../composition/compose-supergraph.js';
import { DEFAULT_REGISTRY } from '../registry/location.js';
import { EXIT, usageError } from '../report/exit-code.js';
import { registryOption, type RegistryOptions } from './options.js';

/** What builds the application, and what prints the SDL of our subgraphs: neither is a part of this command. */
const BUILDER = join('scripts', 'build', 'prepare.js');
const PRINTER = join('dist', 'scripts', 'schema', 'compose', 'printed-subgraphs.js');

interface Options extends RegistryOptions {
  check?: boolean;
  without?: string[];
  contract?: string;
  api?: boolean;
}

export function composeCommand(): Command {
  return new Command('compose')
    .description(
      'print the SDL of each subgraph of this repository, compose it with those of other teams, and write schema/; or show what would be, of a registry',
    )
    .option('--check', 'write nothing; exit with 1 when a file is not up to date, or an operation is not valid')
    .option(
      '--without <names...>',
      'write the supergraph that the registry would have without these subgraphs to standard output',
    )
    .option(
      '--contract <name>',
      'write the supergraph of a contract to standard output: "public" leaves out what has @tag(name: "internal")',
    )
    .option('--api', 'of these, write the schema that clients see')
    .addOption(registryOption())
    .addHelpText(
      'after',
      `
Examples:
  npm run schema -- compose --check
  npm run --silent schema -- compose --without partners --api
  npm run --silent schema -- compose --contract public > public.graphql`,
    )
    .action(async (options: Options) => {
      const { without = [], contract, api = false, check = false } = options;
      if (without.length > 0 || contract !== undefined) {
        if (check) throw usageError('--check looks at schema/ only: leave out --without and --contract.');
        const { composeVariant } = await import('../compose/compose-variant.js');
        process.stdout.write(await composeVariant({ registry: options.registry, without, contract, api }));
        return;
      }
      if (api)
        throw usageError('--api goes with --without or --contract: schema/api.graphql is the schema that clients see.');
      const { composeCheckout } = await import('../compose/compose-checkout.js');
      const passed = await composeCheckout({
        ours: await printOurs(),
        folder: DEFAULT_REGISTRY,
        check,
        print: console.error,
      });
      process.exitCode = passed ? EXIT.passed : EXIT.failed;
    });
}

async function printOurs(): Promise<SubgraphSdl[]> {
  const builder = (await import(pathToFileURL(BUILDER).href)) as { prepare(): Promise<void> };
  await builder.prepare();
  const printer = (await import(pathToFileURL(PRINTER).href)) as { printedSubgraphs(): SubgraphSdl[] };
  return printer.printedSubgraphs();
}
