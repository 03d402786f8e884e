import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A Varnish, whose cache is empty at first. */
export interface Varnish {
  readonly url: string;
  /** Has it send requests to gateways in turn, as operators do: by `gateway/varnish/citylink.vcl`. */
  serve(gatewayUrls: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const PROGRAM = findOnPath('varnishd');
const RULES = resolve('gateway/varnish/citylink.vcl');
/** Who may purge; the gateways are on this machine. */
const GATEWAYS = '127.0.0.1';
const STARTS_WITHIN_MS = 20_000;

const run = promisify(execFile);

/** Whether this machine has Varnish; its modules are looked for when it starts. */
export const hasVarnish = PROGRAM !== undefined;

/** Starts it at any free port of 127.0.0.1. It has no gateways yet. */
export async function startVarnish(): Promise<Varnish> {
  if (PROGRAM === undefined)
    throw new Error('This machine has no varnishd: install the packages varnish and varnish-modules.');
  const folder = await mkdtemp(join(tmpdir(), 'citylink-varnish-'));
  const options = ['-F', '-j', 'none', '-n', folder, '-a', '127.0.0.1:0', '-b', 'none', '-s', 'default,64m'];
  const varnish = spawn(PROGRAM, options, { stdio: 'ignore' });
  const ended = new Promise<void>((end) => varnish.once('exit', () => end()));
  const admin = async (...command: string[]) => (await run('varnishadm', ['-n', folder, ...command])).stdout;
  const port = await portOf(admin, varnish);
  let loaded = 0;

  return {
    url: `http://127.0.0.1:${port}`,
    async serve(gatewayUrls) {
      const file = join(folder, 'gateways.vcl');
      await writeFile(file, gatewaysOf(gatewayUrls));
      const name = `gateways-${(loaded += 1)}`;
      await admin('vcl.load', name, file);
      await admin('vcl.use', name);
    },
    async close() {
      varnish.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As `gateway/varnish/default.vcl`, with these gateways. */
function gatewaysOf(urls: readonly string[]): string {
  const backends = urls.map((url, index) => {
    const { hostname, port } = new URL(url);
    return `backend gateway_${index} { .host = "${hostname}"; .port = "${port}"; }`;
  });
  const added = urls.map((_, index) => `balancer.add_backend(gateway_${index});`);
  return `vcl 4.1;
import directors;
${backends.join('\n')}
acl gateways { "${GATEWAYS}"; }
sub vcl_init { new balancer = directors.round_robin(); ${added.join(' ')} }
sub vcl_recv { set req.backend_hint = balancer.backend(); }
include "${RULES}";
`;
}

async function portOf(admin: (command: string) => Promise<string>, { exitCode }: ChildProcess): Promise<string> {
  const end = performance.now() + STARTS_WITHIN_MS;
  for (;;) {
    const told = await admin('debug.listen_address').catch((error: Error) => error);
    const port = typeof told === 'string' ? /^a0 127\.0\.0\.1 (\d+)/.exec(told)?.[1] : undefined;
    if (port !== undefined) return port;
    if (exitCode !== null || performance.now() > end) throw new Error(`Varnish does not start: ${String(told)}`);
    await sleep(50);
  }
}

function findOnPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}
