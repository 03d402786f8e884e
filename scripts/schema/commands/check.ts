import { Command } from 'commander';
import { usageError } from '../report/exit-code.js';
import {
  collect,
  endWithReport,
  formatOption,
  registryOption,
  teamOption,
  verboseOption,
  type FormatOptions,
  type RegistryOptions,
  type TeamOptions,
} from './options.js';

interface CheckOptions extends RegistryOptions, FormatOptions, TeamOptions {
  name?: string[];
  url?: string[];
  without?: string[];
  approve?: string[];
  reason?: string;
  explain?: string | true;
}

export function checkCommand(): Command {
  return new Command('check')
    .description('check the SDL of one or more subgraphs, as one change, against what is published; publish nothing')
    .argument('[files...]', 'files of SDL, `-` for standard input, or name=file')
    .option(
      '--name <name>',
      'the name of the subgraph; once for each file, in their order (default: the file’s name)',
      collect,
    )
    .option('--url <address>', 'where it will be served; once for each file, in their order', collect)
    .option('--without <name>', 'check what happens when this subgraph is taken out; more than once', collect)
    .addOption(registryOption())
    .addOption(formatOption())
    .addOption(verboseOption())
    .option('--explain [code]', 'explain a code of the section Build, or list all that have a page')
    .option(
      '--approve <code:coordinate>',
      'accept an error, such as FIELD_REMOVED:City.mayor; it is recorded; may be repeated',
      collect,
    )
    .option('--reason <text>', 'why it is accepted')
    .addOption(teamOption())
    .addHelpText(
      'after',
      `
Examples:
  npm run schema -- check transit.graphql --url https://transit.example.org/graphql
  npm run schema -- check schemas/sdl.graphql --name transit
  npm run schema -- check transit=a.graphql timetable=b.graphql --registry https://registry.example.org
  npm run schema -- check --without transit --format markdown
  npm run schema -- check cities.graphql --approve FIELD_REMOVED:City.mayor --reason "Nobody asks for it." --as citylink
  npm run schema -- check --explain INVALID_FIELD_SHARING`,
    )
    .action(async (files: string[], options: CheckOptions) => {
      if (options.explain !== undefined) {
        const { explain } = await import('../check/codes/explain-code.js');
        process.stdout.write(explain(options.explain === true ? undefined : options.explain));
        return;
      }
      if (options.approve && !options.reason) throw usageError('Say why it is accepted: --reason "…"');
      const { checkFiles } = await import('../check/check-files.js');
      endWithReport(await checkFiles(files, options), options);
    });
}
