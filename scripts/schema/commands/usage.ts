import { Command } from 'commander';
import { fromUser } from '../../options/from-user.js';
import { usageError } from '../report/exit-code.js';
import { usageFolders } from '../usage/usage-folders.js';
import { formatOption, registryOption, type FormatOptions, type RegistryOptions } from './options.js';

interface Options extends RegistryOptions, FormatOptions {
  unused?: boolean;
  from?: string[];
}

/** `usage`: who asks for what, by the records of the gateways. */
export function usageCommand(): Command {
  return new Command('usage')
    .description('Tells which operations and clients ask for a part of the schema, as the gateways recorded it.')
    .argument('[coordinate]', 'such as City, City.population, City.events(first:), EventFilter.from; none: the busiest')
    .option('--unused', 'the fields that nobody asked for, by subgraph')
    .option(
      '--from <folders...>',
      "the folders of the gateways' records (default: USAGE_FOLDER and usage/ of the registry, else those of npm start here)",
    )
    .addOption(registryOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExamples:\n  npm run schema -- usage City.population\n  npm run schema -- usage --unused --from /var/lib/citylink/usage',
    )
    .action(run);
}

async function run(coordinate: string | undefined, { unused = false, from, registry, format }: Options): Promise<void> {
  if (unused && coordinate !== undefined) throw usageError('Name a part of the schema, or --unused: not both.');
  const [{ readUsage }, describe, { renderView }] = await Promise.all([
    import('../usage/read-usage.js'),
    import('../usage/describe-usage.js'),
    import('../usage/render-view.js'),
  ]);
  const usage = await readUsage(from?.map(fromUser) ?? usageFolders(registry));
  const view = await (async () => {
    if (!unused && coordinate === undefined) return describe.describeBusiest(usage);
    const { readSchemas } = await import('../usage/read-schemas.js');
    const { api, owners } = await readSchemas(registry);
    if (coordinate === undefined) return describe.describeUnused(usage, api, owners);
    if (!describe.isKnown(coordinate, usage, api))
      throw usageError(
        `The schema has no ${coordinate}, and nobody asked for it. A coordinate is City, City.population or City.events(first:).`,
      );
    return describe.describeUsers(usage, coordinate, api);
  })();
  process.stdout.write(renderView(view, format));
}
