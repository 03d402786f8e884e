import { Command, Option } from 'commander';
import { fromUser } from '../../options/from-user.js';
import { deriveSubgraphKey } from '../../../subgraphs/protocol/keys.js';
import { readSecrets } from '../../keys/read-secrets.js';
import { CommandError, usageError } from '../report/exit-code.js';
import { collect, endWithReport, formatOption, readLocation, verboseOption, type FormatOptions } from './options.js';

interface Options extends FormatOptions {
  name?: string;
  key?: string;
  sdl?: string;
  registry?: string;
  example?: string[];
  timeout: string;
}

/** `probe`: tries whether a running subgraph keeps its promises. */
export function probeCommand(): Command {
  return new Command('probe')
    .description(
      'Tries whether a running subgraph keeps its promises: its SDL, _entities by every key, @requires, errors, signatures, HTTP. It sends queries only.',
    )
    .argument('<url>', 'the GraphQL endpoint of the subgraph')
    .option('--name <name>', 'its name in the supergraph; calls are signed for it')
    .addOption(
      new Option(
        '--key <key>',
        'its key, as `key` prints it: calls are signed with it; on a loopback address and outside production the default is the key of this machine',
      ).env('SUBGRAPH_KEY'),
    )
    .option('--sdl <file>', 'the SDL that it must serve')
    .option(
      '--registry <location>',
      'a folder, or an http address that serves its files: it must serve the SDL that is published there for --name',
      readLocation,
    )
    .option(
      '--example <Type.field=value>',
      'a value of a key that exists, or Type={"field":value}; may be repeated',
      collect,
    )
    .option('--timeout <ms>', 'milliseconds that the gateway waits for it', '2000')
    .addOption(formatOption())
    .addOption(verboseOption())
    .addHelpText(
      'after',
      `
Exit codes: 0 every promise is kept, 1 one is broken, 2 wrong usage, 3 not reachable. Warnings do not fail.

Examples:
  npm run schema -- probe http://127.0.0.1:5001/graphql --name transit --example City.id=th-yala
  SUBGRAPH_KEY=... npm run --silent schema -- probe https://transit.example/graphql --name transit --sdl transit.graphql --format json`,
    )
    .action(run);
}

async function run(url: string, { name, key, sdl, registry, example, timeout, ...output }: Options): Promise<void> {
  const [{ probeSubgraph }, { readExamples }] = await Promise.all([
    import('../probe/probe-subgraph.js'),
    import('../sdl/examples.js'),
  ]);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw usageError(`${url} is no http address.`);
  const timeoutMs = Number(timeout);
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1)
    throw usageError(`--timeout must be whole milliseconds, but got "${timeout}".`);
  const report = await probeSubgraph({
    url,
    name,
    // Two of them while the secret of the network changes: the gateway signs with either.
    key: key?.split(',')[0] || machineKey(url, name),
    published: await readPublished(name, sdl, registry),
    examples: readExamples(example ?? []),
    timeoutMs,
  });
  endWithReport(report, output);
}

/** The key that `key` prints on this machine; undefined for a subgraph elsewhere or without a name, and in production. */
function machineKey(url: string, name: string | undefined): string | undefined {
  const { hostname } = new URL(url);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (name === undefined || !isLoopback || process.env['NODE_ENV'] === 'production') return undefined;
  const [secret] = readSecrets(process.env).secrets;
  console.error(`Calls are signed with the key of this machine, which \`npm run schema -- key ${name}\` prints.`);
  return deriveSubgraphKey(secret!, name);
}

async function readPublished(name: string | undefined, file: string | undefined, registry: string | undefined) {
  if (file !== undefined) {
    const { readFile } = await import('node:fs/promises');
    const sdl = await readFile(fromUser(file), 'utf8').catch((error: Error) => {
      throw usageError(`--sdl ${file} cannot be read: ${error.message}`);
    });
    return { sdl, from: file };
  }
  if (registry === undefined) return undefined;
  if (name === undefined) throw usageError('--registry has the SDLs of many subgraphs: give --name too.');
  const { readRegistry } = await import('../registry/published-registry.js');
  const { subgraphs } = await readRegistry(registry);
  const published = subgraphs.find(({ entry }) => entry.name === name);
  if (!published)
    throw new CommandError(`${registry} has no subgraph ${name}: leave --registry out until it is published.`);
  return { sdl: published.sdl, from: `${registry}, where it is published` };
}
