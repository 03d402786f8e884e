import { Command } from 'commander';
import { usageError } from '../report/exit-code.js';
import {
  endWithReport,
  formatOption,
  registryOption,
  verboseOption,
  type FormatOptions,
  type RegistryOptions,
} from './options.js';

export function diffCommand(): Command {
  return new Command('diff')
    .description('show what changed between two versions: subgraphs, and what clients see')
    .argument('<from>', 'a version of the registry')
    .argument('[to]', 'a later version (default: the current one)')
    .addOption(registryOption())
    .addOption(formatOption())
    .addOption(verboseOption())
    .addHelpText('after', '\nExample:\n  npm run schema -- diff 3 4 --format markdown')
    .action(async (from: string, to: string | undefined, options: RegistryOptions & FormatOptions) => {
      const { readRegistry } = await import('../registry/published-registry.js');
      const { compareVersions } = await import('../registry/version-changes.js');
      const before = await readRegistry(options.registry, readVersionNumber(from));
      const after = await readRegistry(options.registry, to === undefined ? undefined : readVersionNumber(to));
      endWithReport(await compareVersions(before, after), options);
    });
}

/** @throws CommandError when it is none */
export function readVersionNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw usageError(`"${text}" is no version: \`history\` lists them.`);
  return Number(text);
}
