import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { fetchPlayground, type ServedPackage } from '../../scripts/playground/fetch-playground.js';
import { startPackageRegistry, type PackageRegistry } from './package-registry.js';

const SCRIPT = 'console.log("สวัสดี");\n'.repeat(50);

let registry: PackageRegistry;
let served: ServedPackage;
let folder: string;
let env: NodeJS.ProcessEnv;
let lines: string[];

beforeAll(async () => {
  registry = await startPackageRegistry('@some/page', '1.2.3', {
    LICENSE: 'Free',
    'dist/page.js': SCRIPT,
    'dist/workers/one.js': 'one',
    'dist/huge.js': 'not wanted',
  });
});
afterAll(() => registry.close());

beforeEach(async () => {
  served = {
    name: '@some/page',
    version: '1.2.3',
    integrity: registry.integrity,
    folder: 'page-1.2.3',
    files: ['LICENSE', 'dist/page.js', 'dist/workers/one.js'],
  };
  folder = await mkdtemp(join(tmpdir(), 'playground-'));
  env = {
    PATH: process.env.PATH,
    HOME: folder,
    npm_config_cache: join(folder, 'npm'),
    npm_config_registry: registry.url,
  };
  registry.requests.length = 0;
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function fetch(options: { env?: NodeJS.ProcessEnv; served?: Partial<ServedPackage>; timeout?: number } = {}) {
  return fetchPlayground({
    folder: join(folder, 'playground'),
    report: (line) => lines.push(line),
    env,
    ...options,
    served: { ...served, ...options.served },
  });
}

const kept = async () => (await readdir(join(folder, 'playground'), { recursive: true })).sort();

test('the files that are served are fetched with npm, verified, and compressed', async () => {
  expect(await fetch()).toEqual({ ok: true, version: '1.2.3' });
  const within = join('page-1.2.3', 'workers');
  expect(await kept()).toEqual([
    'page-1.2.3',
    ...['LICENSE', 'page.js', 'page.js.br', 'page.js.gz', 'workers'].map((name) => join('page-1.2.3', name)),
    ...['one.js', 'one.js.br', 'one.js.gz'].map((name) => join(within, name)),
  ]);
  const file = join(folder, 'playground', 'page-1.2.3', 'page.js');
  expect(await readFile(file, 'utf8')).toBe(SCRIPT);
  expect(brotliDecompressSync(await readFile(`${file}.br`)).toString()).toBe(SCRIPT);
  expect(gunzipSync(await readFile(`${file}.gz`)).toString()).toBe(SCRIPT);
  expect(lines).toEqual(['fetching @some/page 1.2.3']);
});

test('the second time everything is there, and no network is needed', async () => {
  await fetch();
  registry.requests.length = 0;
  lines = [];
  expect(await fetch({ env: { PATH: '' } })).toEqual({ ok: true, version: '1.2.3' });
  expect(registry.requests).toEqual([]);
  expect(lines).toEqual([]);
});

test('an archive with another checksum is not opened', async () => {
  const integrity = `sha512-${'A'.repeat(86)}==`;
  expect(await fetch({ served: { integrity } })).toEqual({
    ok: false,
    reason: `the archive of @some/page 1.2.3 is not the expected one and was not opened: it is ${registry.integrity}, not ${integrity}`,
  });
  expect(await kept()).toEqual([]);
});

test('a package that lacks a file is refused, and the next attempt starts anew', async () => {
  expect(await fetch({ served: { files: ['dist/page.js', 'dist/gone.js'] } })).toEqual({
    ok: false,
    reason: '@some/page 1.2.3 has no package/dist/gone.js',
  });
  expect(await kept()).toEqual([]);
  expect(await fetch()).toMatchObject({ ok: true });
});

test('a machine without npm gets the reason', async () => {
  expect(await fetch({ env: { PATH: folder } })).toEqual({ ok: false, reason: 'there is no npm on PATH' });
});

test('a version that the registry does not have gets the reason', async () => {
  const result = await fetch({ served: { version: '9.9.9' } });
  expect(result).toEqual({
    ok: false,
    reason: expect.stringMatching(/^npm could not fetch @some\/page@9\.9\.9: .*9\.9\.9.*\(?ETARGET\)?/),
  });
});

test('a network that refuses gets the reason, without the address', async () => {
  const closed = await freePort();
  const result = await fetch({ env: { ...env, npm_config_registry: `http://user:secret@127.0.0.1:${closed}/` } });
  expect(result).toEqual({
    ok: false,
    reason: expect.stringMatching(/^npm could not fetch @some\/page@1\.2\.3: .*ECONNREFUSED/),
  });
  expect(JSON.stringify(result)).not.toContain('secret');
});

test('fetching from a registry that does not respond is given up', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const npm_config_registry = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  expect(await fetch({ env: { ...env, npm_config_registry }, timeout: 2000 })).toEqual({
    ok: false,
    reason: 'npm did not fetch @some/page@1.2.3 within 2 s',
  });
  silent.close();
  silent.closeAllConnections();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
