import { Command } from 'commander';
import { fromUser } from '../../options/from-user.js';
import { registryOption, type RegistryOptions } from './options.js';

/** `docs`: the reference of the schema as a folder of static files. */
export function docsCommand(): Command {
  return new Command('docs')
    .description(
      'Writes the reference of the schema as static pages: types, keys, owners, languages, fetches, deprecations. A gateway serves the same at /docs/schema.',
    )
    .option('--out <folder>', 'where it is written', '.citylink/docs')
    .addOption(registryOption())
    .addHelpText('after', '\nExample:\n  npm run schema -- docs --out public')
    .action(async ({ out, registry }: { out: string } & RegistryOptions) => {
      const { writeDocs } = await import('../docs/write-docs.js');
      console.log(await writeDocs(registry, fromUser(out)));
    });
}
