import { join } from 'node:path';
import { Command, Option } from 'commander';
import { usageError } from '../report/exit-code.js';
import { FORMATS, type Format } from '../report/render.js';

interface Options {
  unused?: boolean;
  from?: string[];
  registry: string;
  format: Format;
}

/** `usage`: who asks for what, by the records of the gateways. */
export function usageCommand(): Command {
  return new Command('usage')
    .description('Tells which operations and clients ask for a part of the schema, as the gateways recorded it.')
    .argument('[coordinate]', 'such as City, City.population, City.events(first:), EventFilter.from; none: the busiest')
    .option('--unused', 'the fields that nobody asked for, by subgraph')
    .option(
      '--from <folders...>',
      "the folders of the gateways' records (default: USAGE_FOLDER, and usage/ of the registry)",
    )
    .addOption(new Option('--registry <location>', 'a folder, or an http address').env('REGISTRY').default('schema'))
    .addOption(new Option('--format <format>', 'of the output').choices(FORMATS).default('text'))
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
  const usage = await readUsage(from ?? [process.env['USAGE_FOLDER'] || '.citylink/usage', join(registry, 'usage')]);
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
