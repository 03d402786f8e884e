import { Command, Option } from 'commander';
import { CLAIMS } from '../../../gateway/supergraph/registry/manifest.js';
import { wholeNumber } from '../../options/whole-number.js';
import type { EntrySettings } from '../registry/publish.js';
import type { ChangedSubgraph } from '../check/build-section.js';
import { EXIT, usageError } from '../report/exit-code.js';
import {
  collect,
  commitOption,
  endWithReport,
  formatOption,
  readTeam,
  registryOption,
  teamOption,
  verboseOption,
  waitOption,
  waitWhenAsked,
  type CommitOptions,
  type FormatOptions,
  type RegistryOptions,
  type TeamOptions,
  type WaitOptions,
} from './options.js';

type WriteOptions = RegistryOptions & FormatOptions & TeamOptions & CommitOptions & WaitOptions;

interface PublishOptions extends WriteOptions {
  name: string[];
  url: string[];
  subscriptionUrl?: string;
  contact?: string;
  timeoutMs?: number;
  concurrency?: number;
  claims?: EntrySettings['claims'];
  headers?: string[];
}

export function publishCommand(): Command {
  return withWriteOptions(
    new Command('publish')
      .description('check one or more subgraphs as one change, and publish them when the checks pass')
      .argument('<files...>', 'files of SDL, `-` for standard input, or name=file')
      .option(
        '--name <name>',
        'the name of the subgraph; once for each file, in their order (default: the file’s name)',
        collect,
        [],
      )
      .option(
        '--url <address>',
        'where it is served; once for each file, in their order (default: as published)',
        collect,
        [],
      )
      .option(
        '--subscription-url <address>',
        'where it takes subscriptions, if elsewhere: http… over SSE, ws… over WebSockets',
      )
      .option('--contact <text>', 'how people reach the team')
      .option('--timeout-ms <number>', 'milliseconds that a request to it may take', wholeNumber)
      .option('--concurrency <number>', 'requests to it in flight', wholeNumber)
      .addOption(
        new Option('--claims <names...>', 'what it is told of callers; only the team of the network gives it').choices(
          CLAIMS,
        ),
      )
      .option('--headers <names...>', 'headers of clients that are passed on; only the team of the network gives it'),
  )
    .addHelpText(
      'after',
      `
The team that publishes a name first owns it: another --as is refused.

Examples:
  npm run schema -- publish transit.graphql --url https://transit.example.org/graphql --as transit-team
  npm run schema -- publish transit.graphql --url http://127.0.0.1:5001/graphql --as transit-team --commit --wait`,
    )
    .action(async (files: string[], options: PublishOptions) => {
      const { readChanged } = await import('../check/check-files.js');
      const changed = await readChanged(files, options);
      const { subscriptionUrl, contact, timeoutMs, concurrency, claims, headers } = options;
      const given = Object.entries({ subscriptionUrl, contact, timeoutMs, concurrency, claims, headers }).filter(
        ([, value]) => value !== undefined,
      );
      await write(
        changed.map((one) => ({ ...one, ...Object.fromEntries(given) })),
        [],
        options,
      );
    });
}

export function retireCommand(): Command {
  return withWriteOptions(
    new Command('retire')
      .description('take subgraphs out of the registry, when the checks pass')
      .argument('<names...>', 'names of published subgraphs'),
  )
    .addHelpText('after', '\nExample:\n  npm run schema -- retire transit --as transit-team')
    .action((names: string[], options: WriteOptions) => write([], names, options));
}

function withWriteOptions(command: Command): Command {
  return command
    .addOption(teamOption())
    .addOption(registryOption())
    .addOption(commitOption())
    .addOption(waitOption())
    .addOption(formatOption())
    .addOption(verboseOption());
}

async function write(
  changed: readonly (ChangedSubgraph & EntrySettings)[],
  removed: readonly string[],
  options: WriteOptions,
): Promise<void> {
  const { registry } = options;
  const by = readTeam(options);
  const { checkWritable } = await import('../registry/registry-folder.js');
  const { readKnown } = await import('../check/check-files.js');
  const { ChecksFailed, publish } = await import('../registry/publish.js');
  const { createAddressCheck } = await import('../registry/check-address.js');
  checkWritable(registry, options);
  if (removed.some((name, index) => removed.indexOf(name) !== index)) throw usageError('A name stands there twice.');
  try {
    const { manifest, isNew, report } = await publish({
      folder: registry,
      changed,
      removed,
      by,
      now: new Date(),
      readKnown: (current) => readKnown(registry, current),
      checkAddress: createAddressCheck(process.env),
    });
    endWithReport(report, options);
    console.error(
      isNew
        ? `Published version ${manifest.version}.`
        : `This is version ${manifest.version}, which is published already: there is nothing to do.`,
    );
    await waitWhenAsked(options, manifest, by);
  } catch (error) {
    if (!(error instanceof ChecksFailed)) throw error;
    endWithReport(error.report, options);
    console.error(error.message);
    process.exitCode = EXIT.failed;
  }
}
