import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { fromUser } from '../../options/from-user.js';
import { CommandError, EXIT, usageError } from '../report/exit-code.js';
import type { DevSession } from '../dev/dev-session.js';
import { collect, registryOption, type RegistryOptions } from './options.js';

interface Options extends RegistryOptions {
  name?: string;
  url?: string;
  sdl?: string;
  override?: string[];
  mock?: string[];
  seed?: string;
  example?: string[];
  port?: string;
}

const DEFAULT_PORT = 4000;
const LOOPBACK = '127.0.0.1';

/** `dev`: a local gateway with the subgraph that somebody is working on. */
export function devCommand(): Command {
  return new Command('dev')
    .description(
      'Takes your running subgraph into a gateway on this machine, with a playground. Its SDL and what is published are read each second; each change is composed, and shown. No database is started.',
    )
    .option('--name <name>', 'the name of your subgraph')
    .option('--url <url>', 'where it runs')
    .option('--sdl <file>', 'read its SDL from a file, and not from the running subgraph')
    .option(
      '--override <name=url>',
      'another running subgraph, in place of the published one; may be repeated',
      collect,
    )
    .option('--mock <names>', 'published subgraphs that are invented from their SDL, with commas between', list)
    .option('--seed <text>', 'of the mocks: another one gives other values')
    .option(
      '--example <Type.field=value>',
      'a value that the mocks use for a key or a scalar; may be repeated',
      collect,
    )
    .addOption(registryOption())
    .option('--port <number>', `of the gateway; 0: any free one (default: ${DEFAULT_PORT}, or the next free one)`)
    .addHelpText(
      'after',
      `
Calls are signed with the key that is derived from SUBGRAPH_SECRET, or from the secret that is kept for this machine:
\`npm run schema -- key <name>\` prints it.

Examples:
  npm run schema -- dev --name transit --url http://127.0.0.1:5001/graphql --mock cities,events,partners
  npm run schema -- dev --name transit --url http://127.0.0.1:5001/graphql --override events=http://127.0.0.1:5002/graphql`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const [{ startDev }, { readExamples }, { choosePort }, { keepDevelopmentSecret }] = await Promise.all([
    import('../dev/dev-session.js'),
    import('../sdl/examples.js'),
    import('../../start/choose-port.js'),
    import('../../keys/development-secret.js'),
  ]);
  const own = readOwn(options);
  const { mock: mocks = [] } = options;
  const overrides = new Map((options.override ?? []).map(readOverride));
  if (!own && overrides.size === 0 && mocks.length === 0)
    throw usageError(
      'Name your subgraph (--name, --url), or others (--override, --mock). Example: --name transit --url http://127.0.0.1:5001/graphql',
    );
  const examples = readExamples(options.example ?? []);
  const folder = process.env['CITYLINK_FOLDER'] || '.citylink';
  const operations = join(options.registry, 'operations');
  const isGiven = Boolean(options.port ?? process.env['PORT']);
  const wanted = readPort(options.port ?? process.env['PORT']);
  const setting = options.port === undefined && isGiven ? 'PORT' : '--port';
  const port = await choosePort(LOOPBACK, wanted, !isGiven, new Set(), setting).catch((error: Error) => {
    throw new CommandError(error.message, EXIT.usage);
  });
  const session = await startDev({
    own,
    overrides,
    mocks,
    seed: options.seed,
    examples,
    registry: options.registry,
    operations: existsSync(operations) ? operations : undefined,
    secret: process.env['SUBGRAPH_SECRET'] || keepDevelopmentSecret(folder),
    folder,
    env: { ...process.env, HOST: LOOPBACK, PORT: String(port) },
    report: (text) => console.error(text),
  });
  console.error(banner(session));
  void fetchPlayground();
  await untilSignal();
  console.error('Stopping the gateway');
  await session.close();
  process.exit(EXIT.passed);
}

function readOwn({ name, url, sdl }: Options) {
  if (name === undefined && url === undefined && sdl === undefined) return undefined;
  if (name === undefined || url === undefined)
    throw usageError('--name and --url belong together. Example: --name transit --url http://127.0.0.1:5001/graphql');
  return { name, url: checkUrl('--url', url), file: sdl === undefined ? undefined : relative('', fromUser(sdl)) };
}

function readOverride(text: string): [string, string] {
  const [, name, url] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || url === undefined)
    throw usageError(
      `--override must be name=url, but got "${text}". Example: --override events=http://127.0.0.1:5002/graphql`,
    );
  return [name, checkUrl(`--override ${name}`, url)];
}

function checkUrl(option: string, url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw usageError(`${option} must be an http address, but got "${url}". Example: http://127.0.0.1:5001/graphql`);
}

function readPort(text: string | undefined): number {
  const port = text === undefined || text === '' ? DEFAULT_PORT : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw usageError(`--port must be a whole number from 0 to 65535, but got "${text}".`);
}

function banner({ url, subgraphs }: DevSession): string {
  const lines = [
    ['Gateway', `${url}/graphql`],
    ['Playground', `${url}/playground`],
    ['Health', `${url}/health/network`],
    ...subgraphs.map(({ name, url: at, role }) => [name, `${at}  ${role}`]),
  ];
  const width = Math.max(...lines.map(([label]) => label!.length));
  return ['', ...lines.map(([label, text]) => `  ${label!.padEnd(width)}  ${text}`), '', 'Ctrl-C stops it.', ''].join(
    '\n',
  );
}

/** The first time only; the gateway serves without it meanwhile. */
async function fetchPlayground(): Promise<void> {
  const { fetchPlayground: fetchFiles } = await import('../../playground/fetch-playground.js');
  const fetched = await fetchFiles({ folder: join('.citylink', 'playground'), report: (line) => console.error(line) });
  if (!fetched.ok) console.error(`There is no playground: ${fetched.reason}; everything else works.`);
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

function list(value: string, before: string[] = []): string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  ];
}
