import { Command } from 'commander';
import type { Undone } from '../registry/rollback.js';
import { readVersionNumber } from './diff.js';
import {
  commitOption,
  readTeam,
  registryOption,
  teamOption,
  waitOption,
  waitWhenAsked,
  type CommitOptions,
  type RegistryOptions,
  type TeamOptions,
  type WaitOptions,
} from './options.js';

type Options = RegistryOptions & TeamOptions & CommitOptions & WaitOptions & { reason: string };

export function rollbackCommand(): Command {
  return new Command('rollback')
    .description('publish an older version again, as a new one; it composed once, and nothing else is checked')
    .argument('<version>', 'a version of the registry')
    .requiredOption('--reason <text>', 'why: it stands in the changelog')
    .addOption(teamOption())
    .addOption(registryOption())
    .addOption(commitOption())
    .addOption(waitOption())
    .addHelpText(
      'after',
      '\nExample:\n  npm run schema -- rollback 3 --as citylink --reason "Lines of buses were empty"',
    )
    .action(async (version: string, options: Options) => {
      const { checkWritable } = await import('../registry/registry-folder.js');
      const { rollback } = await import('../registry/rollback.js');
      const by = readTeam(options);
      checkWritable(options.registry, options);
      const undone: Undone[] = [];
      const { manifest, isNew } = await rollback({
        folder: options.registry,
        version: readVersionNumber(version),
        by,
        reason: options.reason,
        now: new Date(),
        onUndo: (ofOthers) => {
          undone.push(...ofOthers);
          if (undone.length > 0) console.error(`Version ${version} undoes what other teams published:`);
          for (const { subgraph, owner, changes } of undone)
            console.error(`  ${subgraph}, of ${owner}: ${changes.join(' ')}`);
        },
      });
      console.error(
        isNew
          ? `Published version ${manifest.version}, which is version ${version} again.`
          : `Version ${version} is what is published already: there is nothing to do.`,
      );
      for (const { subgraph, owner, contact } of undone)
        console.error(`${subgraph} of ${owner} is as in version ${version}: tell ${contact}.`);
      await waitWhenAsked(options, manifest, by);
    });
}
